namespace Portal.Core.Health.Readings;

/// <summary>
/// How the time of a move lies in a column: its minute, counted from the frame's hour, so that a position that moves now
/// and then doesn't cost two numbers each time. Told back as the end of that minute: never older than it was, because
/// "it moved in the last ten minutes" must not be missed. Who needs it to the cycle looks at the offsets themselves.
/// </summary>
public static class MovedColumn
{
    public static long Pack(DateTimeOffset? moved, DateTimeOffset cycle) =>
        moved is { } at ? (long)Math.Floor((at - ReadingHours.Of(cycle)).TotalMinutes) : Column.Absent;

    public static DateTimeOffset? Unpack(long value, DateTimeOffset cycle)
    {
        if (value == Column.Absent)
        {
            return null;
        }

        var minuteEnd = ReadingHours.Of(cycle).AddMinutes(value + 1);
        return minuteEnd < cycle ? minuteEnd : cycle;
    }
}
