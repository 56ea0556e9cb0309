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

    public static DateTimeOffset? Unpack(long value, DateTimeOffset cycle) =>
        Minute(value, cycle)?.AddMinutes(1) is not { } minuteEnd ? null
        : minuteEnd < cycle ? minuteEnd
        : cycle;

    /// <summary>The start of the minute it moved in.</summary>
    public static DateTimeOffset? Minute(long value, DateTimeOffset cycle) =>
        value == Column.Absent ? null : ReadingHours.Of(cycle).AddMinutes(value);
}
