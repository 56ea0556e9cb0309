using System.Globalization;
using Portal.LocalCluster.Streams.Types;

namespace Portal.LocalCluster.Streams.Expressions;

/// <summary>Functions that make moments and write them. The session's zone is UTC.</summary>
internal static class TimeFunctions
{
    private const string Usual = "yyyy-MM-dd HH:mm:ss";

    public static readonly IReadOnlyList<KeyValuePair<string, Func<CallSite, Bound?>>> All =
    [
        .. Now("CURRENT_TIMESTAMP", "NOW", "CURRENT_ROW_TIMESTAMP"),
        Clock("PROCTIME", SqlType.Instant(3) with { IsProctime = true }, now => now),
        Clock("LOCALTIMESTAMP", SqlType.Timestamp(3), now => now.DateTime),
        Clock("CURRENT_DATE", SqlType.Date, now => DateOnly.FromDateTime(now.DateTime)),
        Clock("CURRENT_TIME", SqlType.Time, now => TimeOnly.FromDateTime(now.DateTime)),
        Clock("LOCALTIME", SqlType.Time, now => TimeOnly.FromDateTime(now.DateTime)),
        new("TO_TIMESTAMP", ToTimestamp),
        new("TO_TIMESTAMP_LTZ", ToInstant),
        new(
            "TO_DATE",
            s =>
                s.Takes(Is.Text) || s.Takes(Is.Text, Is.Text)
                    ? s.Strict(SqlType.Date, a => Read(a) is { } at ? DateOnly.FromDateTime(at) : null, mayBeNull: true)
                    : null
        ),
        new(
            "DATE_FORMAT",
            s =>
                s.Takes(Is.Moment, Is.Text)
                    ? s.Strict(
                        SqlType.String,
                        a => Moment(a[0]).ToString(Pattern((string)a[1]), CultureInfo.InvariantCulture)
                    )
                    : null
        ),
        new("UNIX_TIMESTAMP", UnixTimestamp),
        new(
            "FROM_UNIXTIME",
            s => s.Takes(Is.Whole) || s.Takes(Is.Whole, Is.Text) ? s.Strict(SqlType.String, FromUnix) : null
        ),
    ];

    /// <summary>The wall clock of a date, a timestamp or an instant.</summary>
    public static DateTime Moment(object value) =>
        value switch
        {
            DateTimeOffset at => at.DateTime,
            DateOnly date => date.ToDateTime(TimeOnly.MinValue),
            _ => (DateTime)value,
        };

    private static IEnumerable<KeyValuePair<string, Func<CallSite, Bound?>>> Now(params string[] names) =>
        names.Select(name => Clock(name, SqlType.Instant(3), now => now));

    private static KeyValuePair<string, Func<CallSite, Bound?>> Clock(
        string name,
        SqlType type,
        Func<DateTimeOffset, object> of
    ) =>
        new(
            name,
            s =>
                s.Arguments.Length == 0
                    ? new(
                        type.NotNull,
                        _ => of(DateTimeOffset.FromUnixTimeMilliseconds(s.Time.GetUtcNow().ToUnixTimeMilliseconds())),
                        s.Text
                    )
                    : null
        );

    private static Bound? ToTimestamp(CallSite site) =>
        site.Takes(Is.Text) || site.Takes(Is.Text, Is.Text)
            ? site.Strict(SqlType.Timestamp(3), a => Read(a), mayBeNull: true)
            : null;

    private static DateTime? Read(object[] a) =>
        a.Length == 1 ? TimeText.TryTimestamp((string)a[0])
        : DateTime.TryParseExact(
            (string)a[0],
            Pattern((string)a[1]),
            CultureInfo.InvariantCulture,
            DateTimeStyles.None,
            out var at
        )
            ? at
        : null;

    private static Bound? ToInstant(CallSite site) =>
        site.Takes(Is.Number, Is.Whole) || site.Takes(Is.Number)
            ? site.Strict(
                SqlType.Instant(3),
                a => Instant((long)Casting.Number(a[0], SqlType.BigInt)!, a.Length > 1 && (long)a[1] == 0),
                mayBeNull: true
            )
        : site.Takes(Is.Text) ? site.Strict(SqlType.Instant(3), a => TimeText.TryInstant((string)a[0]), mayBeNull: true)
        : null;

    private static object? Instant(long since, bool inSeconds)
    {
        try
        {
            return inSeconds
                ? DateTimeOffset.FromUnixTimeSeconds(since)
                : DateTimeOffset.FromUnixTimeMilliseconds(since);
        }
        catch (ArgumentOutOfRangeException)
        {
            return null;
        }
    }

    private static Bound? UnixTimestamp(CallSite site) =>
        site.Arguments.Length == 0
            ? new(SqlType.BigInt.NotNull, _ => site.Time.GetUtcNow().ToUnixTimeSeconds(), site.Text)
        : site.Takes(Is.Text) || site.Takes(Is.Text, Is.Text)
            ? site.Strict(
                SqlType.BigInt,
                a => Read(a) is { } at ? new DateTimeOffset(at, TimeSpan.Zero).ToUnixTimeSeconds() : long.MinValue
            )
        : null;

    private static string? FromUnix(object[] a) =>
        Instant((long)a[0], inSeconds: true) is DateTimeOffset at
            ? at.ToString(a.Length > 1 ? Pattern((string)a[1]) : Usual, CultureInfo.InvariantCulture)
            : null;

    /// <summary>Java's pattern as .NET's.</summary>
    private static string Pattern(string java)
    {
        var pattern = java.Replace('S', 'f')
            .Replace('u', 'y')
            .Replace("EEEE", "dddd", StringComparison.Ordinal)
            .Replace("EEE", "ddd", StringComparison.Ordinal)
            .Replace("E", "ddd", StringComparison.Ordinal)
            .Replace("a", "tt", StringComparison.Ordinal);
        return pattern.Length == 1 ? $"%{pattern}" : pattern;
    }
}
