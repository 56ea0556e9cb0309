using Portal.LocalCluster.Streams.Sql;
using Portal.LocalCluster.Streams.Types;

namespace Portal.LocalCluster.Streams.Expressions;

/// <summary>Moments and intervals added up.</summary>
internal static class TimeArithmetic
{
    /// <summary>Null when it is no sum of these.</summary>
    public static Bound? Of(BinaryExpression at, Bound left, Bound right)
    {
        var sign = at.Operator == "-" ? -1 : 1;
        return (at.Operator, left.Type.Root, right.Type.Root) switch
        {
            ("+" or "-", TypeRoot.Timestamp or TypeRoot.TimestampLtz or TypeRoot.Date, TypeRoot.Interval) => Two(
                at.Operator,
                left.Type.Materialized,
                left,
                right,
                (moment, span) => Add(moment, (TimeSpan)span * sign)
            ),
            ("+" or "-", TypeRoot.Timestamp or TypeRoot.TimestampLtz or TypeRoot.Date, TypeRoot.Months) => Two(
                at.Operator,
                left.Type.Materialized,
                left,
                right,
                (moment, months) => AddMonths(moment, (int)(long)months * sign)
            ),
            ("+", TypeRoot.Interval or TypeRoot.Months, TypeRoot.Timestamp or TypeRoot.TimestampLtz or TypeRoot.Date) =>
                Of(at, right, left),
            ("+" or "-", TypeRoot.Interval, TypeRoot.Interval) => Two(
                at.Operator,
                SqlType.Interval,
                left,
                right,
                (a, b) => (TimeSpan)a + (TimeSpan)b * sign
            ),
            ("*", TypeRoot.Interval, _) when right.Type.IsInteger => Two(
                "*",
                SqlType.Interval,
                left,
                right,
                (span, times) => (TimeSpan)span * (long)times
            ),
            ("*", _, TypeRoot.Interval) when left.Type.IsInteger => Of(at, right, left),
            _ => null,
        };
    }

    public static object? Add(object moment, TimeSpan span)
    {
        try
        {
            return moment switch
            {
                DateTime at => at + span,
                DateTimeOffset at => at + span,
                DateOnly date => date.AddDays((int)Math.Floor(span.TotalDays)),
                _ => null,
            };
        }
        catch (ArgumentOutOfRangeException)
        {
            throw new SqlDataException("A moment before the year 1 or after 9999 can't be computed.");
        }
    }

    public static object? AddMonths(object moment, int months)
    {
        try
        {
            return moment switch
            {
                DateTime at => at.AddMonths(months),
                DateTimeOffset at => at.AddMonths(months),
                DateOnly date => date.AddMonths(months),
                _ => null,
            };
        }
        catch (ArgumentOutOfRangeException)
        {
            throw new SqlDataException("A moment before the year 1 or after 9999 can't be computed.");
        }
    }

    private static Bound Two(
        string sign,
        SqlType type,
        Bound left,
        Bound right,
        Func<object, object, object?> compute
    ) =>
        new(
            left.Type.IsNullable || right.Type.IsNullable ? type.Nullable : type.NotNull,
            row => left.Of(row) is { } a && right.Of(row) is { } b ? compute(a, b) : null,
            $"({left.Text} {sign} {right.Text})"
        );
}
