using System.Globalization;
using Portal.LocalCluster.Streams.Types;

namespace Portal.LocalCluster.Streams.Expressions;

/// <summary>Years, months, … of moments: taken out, rounded to, added and counted.</summary>
internal static class TimeParts
{
    private static readonly Dictionary<string, Func<DateTime, long>> Parts = new(StringComparer.Ordinal)
    {
        ["YEAR"] = at => at.Year,
        ["QUARTER"] = at => ((at.Month - 1) / 3) + 1,
        ["MONTH"] = at => at.Month,
        ["WEEK"] = at => ISOWeek.GetWeekOfYear(at),
        ["DAY"] = at => at.Day,
        ["DOY"] = at => at.DayOfYear,
        ["DOW"] = at => (int)at.DayOfWeek + 1,
        ["HOUR"] = at => at.Hour,
        ["MINUTE"] = at => at.Minute,
        ["SECOND"] = at => at.Second,
        ["MILLISECOND"] = at => at.Millisecond,
        ["EPOCH"] = at => new DateTimeOffset(at, TimeSpan.Zero).ToUnixTimeSeconds(),
    };

    private static readonly Dictionary<string, Func<DateTime, DateTime>> Starts = new(StringComparer.Ordinal)
    {
        ["YEAR"] = at => new(at.Year, 1, 1),
        ["QUARTER"] = at => new(at.Year, at.Month - ((at.Month - 1) % 3), 1),
        ["MONTH"] = at => new(at.Year, at.Month, 1),
        ["WEEK"] = at => at.Date.AddDays(-(int)at.DayOfWeek),
        ["DAY"] = at => at.Date,
        ["HOUR"] = at => at.Date.AddHours(at.Hour),
        ["MINUTE"] = at => at.Date.AddMinutes((int)at.TimeOfDay.TotalMinutes),
        ["SECOND"] = at => at.Date.AddSeconds((int)at.TimeOfDay.TotalSeconds),
    };

    private static readonly Dictionary<string, TimeSpan> Lengths = new(StringComparer.Ordinal)
    {
        ["WEEK"] = TimeSpan.FromDays(7),
        ["DAY"] = TimeSpan.FromDays(1),
        ["HOUR"] = TimeSpan.FromHours(1),
        ["MINUTE"] = TimeSpan.FromMinutes(1),
        ["SECOND"] = TimeSpan.FromSeconds(1),
    };

    private static readonly Dictionary<string, int> Months = new(StringComparer.Ordinal)
    {
        ["YEAR"] = 12,
        ["QUARTER"] = 3,
        ["MONTH"] = 1,
    };

    public static readonly IReadOnlyList<KeyValuePair<string, Func<CallSite, Bound?>>> All =
    [
        .. Parts.Select(p => Named($"EXTRACT {p.Key}", p.Value)),
        .. new[] { "YEAR", "QUARTER", "MONTH", "WEEK", "HOUR", "MINUTE", "SECOND" }.Select(name =>
            Named(name, Parts[name])
        ),
        Named("DAYOFMONTH", Parts["DAY"]),
        Named("DAYOFYEAR", Parts["DOY"]),
        Named("DAYOFWEEK", Parts["DOW"]),
        .. Starts.Select(s => Rounded($"FLOOR {s.Key}", s.Value)),
        .. Starts.Select(s => Rounded($"CEIL {s.Key}", at => s.Value(at) == at ? at : Next(s.Value(at), s.Key))),
        .. Lengths.Keys.Concat(Months.Keys).SelectMany(unit => new[] { Add(unit), Difference(unit) }),
    ];

    private static KeyValuePair<string, Func<CallSite, Bound?>> Named(string name, Func<DateTime, long> part) =>
        new(name, s => s.Takes(Is.Moment) ? s.Strict(SqlType.BigInt, a => part(TimeFunctions.Moment(a[0]))) : null);

    private static KeyValuePair<string, Func<CallSite, Bound?>> Rounded(string name, Func<DateTime, DateTime> round) =>
        new(
            name,
            s =>
                s.Takes(Is.Moment)
                    ? s.Strict(s.Arguments[0].Type.Materialized, a => Like(a[0], round(TimeFunctions.Moment(a[0]))))
                    : null
        );

    private static object Like(object value, DateTime at) =>
        value switch
        {
            DateTimeOffset => new DateTimeOffset(at, TimeSpan.Zero),
            DateOnly => DateOnly.FromDateTime(at),
            _ => at,
        };

    private static DateTime Next(DateTime start, string unit) =>
        Months.TryGetValue(unit, out var months) ? start.AddMonths(months) : start + Lengths[unit];

    private static KeyValuePair<string, Func<CallSite, Bound?>> Add(string unit) =>
        new(
            $"TIMESTAMPADD {unit}",
            s =>
                s.Takes(Is.Whole, Is.Moment)
                    ? s.Strict(
                        s.Arguments[1].Type.Materialized,
                        a =>
                            Months.TryGetValue(unit, out var months)
                                ? TimeArithmetic.AddMonths(a[1], (int)((long)a[0] * months))
                                : TimeArithmetic.Add(a[1], Lengths[unit] * (long)a[0])
                    )
                    : null
        );

    private static KeyValuePair<string, Func<CallSite, Bound?>> Difference(string unit) =>
        new(
            $"TIMESTAMPDIFF {unit}",
            s =>
                s.Takes(Is.Moment, Is.Moment)
                    ? s.Strict(SqlType.Int, a => Between(TimeFunctions.Moment(a[0]), TimeFunctions.Moment(a[1]), unit))
                    : null
        );

    private static object Between(DateTime from, DateTime to, string unit)
    {
        if (!Months.TryGetValue(unit, out var months))
        {
            return (to - from).Ticks / Lengths[unit].Ticks;
        }

        var whole = ((to.Year - from.Year) * 12) + to.Month - from.Month;
        whole -= to >= from && from.AddMonths(whole) > to ? 1 : 0;
        whole += to < from && from.AddMonths(whole) < to ? 1 : 0;
        return (long)(whole / months);
    }
}
