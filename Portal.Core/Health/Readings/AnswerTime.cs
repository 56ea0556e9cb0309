namespace Portal.Core.Health.Readings;

/// <summary>
/// How "when" lies in a column: what happened in the frame's own cycle is 0, so that whatever goes on as before costs
/// nothing, be it moving in every cycle or standing for days. Else seconds, counted from the frame's hour so that they
/// are small; no frame is told against one of another hour.
/// </summary>
public static class AnswerTime
{
    public const long InThisCycle = 0;

    public static long Pack(DateTimeOffset? when, DateTimeOffset cycle)
    {
        if (when is not { } at)
        {
            return Column.Absent;
        }

        var seconds = (long)Math.Floor((at - ReadingHours.Of(cycle)).TotalSeconds);
        return at >= cycle ? InThisCycle
            : seconds >= 0 ? seconds + 1
            : seconds;
    }

    public static DateTimeOffset? Unpack(long value, DateTimeOffset cycle) =>
        value switch
        {
            Column.Absent => null,
            InThisCycle => cycle,
            > 0 => ReadingHours.Of(cycle).AddSeconds(value - 1),
            _ => ReadingHours.Of(cycle).AddSeconds(value),
        };
}
