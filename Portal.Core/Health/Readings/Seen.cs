namespace Portal.Core.Health.Readings;

/// <summary>
/// How "when" lies in a column: what happened in the frame's own cycle is 0, so that whatever goes on as before costs
/// nothing, be it moving in every cycle or standing for days.
/// </summary>
public static class Seen
{
    public const long InThisCycle = 0;

    public static long Pack(DateTimeOffset? when, DateTimeOffset cycle) =>
        when is not { } at ? Column.Absent
        : at >= cycle ? InThisCycle
        : at.ToUnixTimeSeconds();

    public static DateTimeOffset? Unpack(long value, DateTimeOffset cycle) =>
        value switch
        {
            Column.Absent => null,
            InThisCycle => cycle,
            _ => DateTimeOffset.FromUnixTimeSeconds(value),
        };
}

/// <summary>How a <see cref="TimeLag"/> lies in a column: tenths of a second and a bit for "at least".</summary>
public static class BehindColumn
{
    private const double Tenths = 10;

    public static long Pack(TimeLag behind) =>
        behind.Value is { } age
            ? ((long)Math.Round(age.TotalSeconds * Tenths) << 1) | (behind.AtLeast ? 1L : 0)
            : Column.Absent;

    public static TimeLag Unpack(long value) =>
        value == Column.Absent
            ? TimeLag.Unknown
            : new TimeLag(TimeSpan.FromSeconds((value >> 1) / Tenths), (value & 1) == 1);
}
