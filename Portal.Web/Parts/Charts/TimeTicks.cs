using System.Globalization;

namespace Portal.Web.Parts;

/// <summary>Where the time axis has its marks: whole minutes, hours or days of the reader's own zone, four or five of them. Pure.</summary>
public static class TimeTicks
{
    private const int Most = 5;

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

    /// <param name="from">With the offset of the reader's zone.</param>
    public static IReadOnlyList<DateTimeOffset> Between(DateTimeOffset from, DateTimeOffset to)
    {
        var step = Steps.FirstOrDefault(step => (to - from) / step <= Most, Steps[^1]);
        var ticks = new List<DateTimeOffset>();
        for (var at = new DateTimeOffset(from.DateTime.Date, from.Offset); at <= to; at += step)
        {
            if (at >= from)
            {
                ticks.Add(at);
            }
        }

        return ticks;
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

    /// <summary>A round length of time at or above this many seconds: 5 s, 2 min, 20 min, 2 h, whole days.</summary>
    public static double RoundAbove(double seconds) =>
        Round.FirstOrDefault(round => round >= seconds, Math.Ceiling(seconds / 172_800) * 172_800);
}
