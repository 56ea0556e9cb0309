namespace Portal.Core.Health.Readings;

/// <summary>
/// How a <see cref="TimeLag"/> lies in a column, with a bit for "at least". Below a minute: its tenths of a second,
/// small and steady while a group keeps up. From a minute on: the second of the oldest unread record, counted back from
/// the end of the frame's hour, which stands still while the group does.
/// </summary>
public static class BehindColumn
{
    private const double Tenths = 10;
    private static readonly TimeSpan Short = TimeSpan.FromMinutes(1);

    public static long Pack(TimeLag behind, DateTimeOffset cycle)
    {
        if (behind.Value is not { } age)
        {
            return Column.Absent;
        }

        var bit = behind.AtLeast ? 1L : 0;
        return age < Short
            ? (TenthsOf(age) << 1) | bit
            : -1 - (((long)Math.Round((HourEnd(cycle) - (cycle - age)).TotalSeconds) << 1) | bit);
    }

    public static TimeLag Unpack(long value, DateTimeOffset cycle)
    {
        if (value == Column.Absent)
        {
            return TimeLag.Unknown;
        }

        var told = value >= 0 ? value : -1 - value;
        var age =
            value >= 0 ? TimeSpan.FromSeconds((told >> 1) / Tenths) : cycle - HourEnd(cycle).AddSeconds(-(told >> 1));
        return new TimeLag(age, (told & 1) == 1);
    }

    // What has waited for a moment has an age: what has none are markers.
    private static long TenthsOf(TimeSpan age) =>
        age <= TimeSpan.Zero ? 0 : Math.Max(1, (long)Math.Round(age.TotalSeconds * Tenths));

    private static DateTimeOffset HourEnd(DateTimeOffset cycle) => ReadingHours.Of(cycle).AddHours(1);
}
