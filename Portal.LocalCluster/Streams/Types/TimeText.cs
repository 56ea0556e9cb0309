using System.Globalization;

namespace Portal.LocalCluster.Streams.Types;

/// <summary>Dates and times read from text.</summary>
public static class TimeText
{
    private static readonly string[] Formats =
    [
        "yyyy-M-d",
        "yyyy-M-d H:m",
        "yyyy-M-d H:m:s",
        "yyyy-M-d H:m:s.FFFFFFF",
        "yyyy-M-dTH:m:s",
        "yyyy-M-dTH:m:s.FFFFFFF",
    ];

    private const int LongestFraction = 7;

    public static DateTime Timestamp(string text, string what = "timestamp") =>
        TryTimestamp(text) ?? throw new SqlDataException($"Cannot parse '{text}' as {what}.");

    public static DateTime? TryTimestamp(string text) =>
        DateTime.TryParseExact(Cut(text), Formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var at)
            ? at
            : null;

    /// <summary>A year alone is its first day, a month alone the month's.</summary>
    public static DateOnly Date(string text) =>
        DateOnly.FromDateTime(
            text.Length <= 4 && text.Length > 0 && text.All(char.IsAsciiDigit)
                ? Timestamp($"{text.PadLeft(4, '0')}-1-1", "date")
                : TryTimestamp($"{text}-1") ?? Timestamp(text, "date")
        );

    /// <summary>In UTC, which is the session's zone, unless it names another.</summary>
    public static DateTimeOffset Instant(string text) =>
        TryInstant(text) ?? throw new SqlDataException($"Cannot parse '{text}' as timestamp with local time zone.");

    public static DateTimeOffset? TryInstant(string text)
    {
        if (TryTimestamp(text.TrimEnd('Z')) is { } wall)
        {
            return new DateTimeOffset(wall, TimeSpan.Zero);
        }

        var hasZone = text.Length > 6 && text[^6] is '+' or '-';
        return
            hasZone
            && TryTimestamp(text[..^6]) is { } there
            && TimeSpan.TryParseExact(text[^5..], "hh\\:mm", CultureInfo.InvariantCulture, out var ahead)
            ? new DateTimeOffset(there, text[^6] == '-' ? -ahead : ahead).ToUniversalTime()
            : null;
    }

    public static TimeOnly Time(string text) =>
        TimeOnly.TryParse(text, CultureInfo.InvariantCulture, out var time)
            ? time
            : throw new SqlDataException($"Cannot parse '{text}' as time.");

    // Flink reads nanoseconds; what is finer than 100 of them is cut.
    private static string Cut(string text)
    {
        var point = text.LastIndexOf('.');
        return point > 0 && text.Length - point - 1 > LongestFraction ? text[..(point + 1 + LongestFraction)] : text;
    }
}
