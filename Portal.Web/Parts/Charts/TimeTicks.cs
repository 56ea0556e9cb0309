using System.Globalization;

namespace Portal.Web.Parts;

/// <summary>Where the time axis has its marks: whole minutes, hours or days of the reader's own zone, four or five of them. Pure.</summary>
public static class TimeTicks
{
    private const int Most = 5;

    // A clock is put back by no more than that.
    private static readonly TimeSpan PutBack = TimeSpan.FromHours(2);

    private static readonly TimeSpan[] Steps =
    [
        TimeSpan.FromMinutes(1),
        TimeSpan.FromMinutes(2),
        TimeSpan.FromMinutes(5),
        TimeSpan.FromMinutes(10),
        TimeSpan.FromMinutes(15),
        TimeSpan.FromMinutes(30),
        TimeSpan.FromHours(1),
        TimeSpan.FromHours(2),
        TimeSpan.FromHours(3),
        TimeSpan.FromHours(6),
        TimeSpan.FromHours(12),
        TimeSpan.FromDays(1),
        TimeSpan.FromDays(2),
        TimeSpan.FromDays(7),
    ];

    // Lengths of time that a person calls round.
    private static readonly double[] Round =
    [
        1,
        2,
        5,
        10,
        20,
        30,
        60,
        120,
        300,
        600,
        1_200,
        1_800,
        3_600,
        7_200,
        14_400,
        21_600,
        43_200,
        86_400,
    ];

    /// <param name="zone">The reader's. Each mark has the offset that holds there at that moment.</param>
    public static IReadOnlyList<DateTimeOffset> Between(DateTimeOffset from, DateTimeOffset to, TimeZoneInfo zone)
    {
        var step = Steps.FirstOrDefault(step => (to - from) / step <= Most, Steps[^1]);
        var (first, last) = (
            TimeZoneInfo.ConvertTime(from, zone).DateTime,
            TimeZoneInfo.ConvertTime(to, zone).DateTime
        );
        // By moment, each once: local times come back where a clock is put back, and one that is skipped falls on another.
        var ticks = new SortedSet<DateTimeOffset>();
        for (var local = first.Date; local <= last + PutBack; local += step)
        {
            if (local >= first - PutBack)
            {
                ticks.UnionWith(Moments(local, zone, step));
            }
        }

        return [.. ticks.Where(at => at >= from && at <= to)];
    }

    /// <param name="span">Of the whole axis: over more than a day the hour alone says little.</param>
    public static string Words(DateTimeOffset at, TimeSpan span) =>
        at.ToString(
            span > TimeSpan.FromDays(2) ? "ddd d MMM"
                : span > TimeSpan.FromHours(12) ? "ddd HH:mm"
                : "HH:mm",
            CultureInfo.InvariantCulture
        );

    /// <summary>One moment of the axis, as the hover says it.</summary>
    public static string Exact(DateTimeOffset at, TimeSpan span) =>
        at.ToString(span > TimeSpan.FromHours(12) ? "ddd d MMM HH:mm" : "HH:mm:ss", CultureInfo.InvariantCulture);

    // Of an hour that comes twice both have marks where marks are that close; otherwise the first.
    private static IEnumerable<DateTimeOffset> Moments(DateTime local, TimeZoneInfo zone, TimeSpan step)
    {
        var offsets = zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local) : [zone.GetUtcOffset(local)];
        return offsets
            .OrderDescending()
            .Take(step <= TimeSpan.FromHours(1) ? offsets.Length : 1)
            .Select(offset => TimeZoneInfo.ConvertTime(new DateTimeOffset(local, offset), zone));
    }

    /// <summary>A round length of time at or above this many seconds: 5 s, 2 min, 20 min, 2 h, whole days.</summary>
    public static double RoundAbove(double seconds) =>
        Round.FirstOrDefault(round => round >= seconds, Math.Ceiling(seconds / 172_800) * 172_800);
}
