using System.Collections.Immutable;
using Portal.LocalCluster.Streams.Expressions;
using Portal.LocalCluster.Streams.Operators;
using Portal.LocalCluster.Streams.Sql;
using Portal.LocalCluster.Streams.Types;

namespace Portal.LocalCluster.Streams.Planning;

/// <summary>PARTITION BY, ORDER BY and the frame, checked.</summary>
internal sealed record OverWindow(ImmutableArray<Bound> Partition, Bound Order, OverFrame Frame)
{
    public string Text => $"{string.Join(", ", Partition.Select(p => p.Text))} / {Order.Text} / {Frame}";

    public static OverWindow Of(OverClause over, Binder binder)
    {
        if (over.OrderBy is not [var by])
        {
            throw NotByTime(over.At);
        }

        var order = binder.Bind(by.By);
        if (order.Type is not ({ IsRowtime: true } or { IsProctime: true }))
        {
            throw NotByTime(by.By.At);
        }

        return by.IsDescending
            ? throw SqlException.At(by.By.At, "Over Agg: The window can only be ordered in ASCENDING mode.")
            : new([.. over.PartitionBy.Select(binder.Bind)], order, FrameOf(over.Frame, binder));
    }

    private static SqlException NotByTime(Place at) =>
        SqlException.Unsupported(
            at,
            "OVER in another order than that of one time attribute",
            "Order by a column that has a WATERMARK, or by one that is PROCTIME()."
        );

    private static OverFrame FrameOf(FrameClause? frame, Binder binder)
    {
        if (frame?.Preceding is not { } before)
        {
            return new(frame?.IsRows ?? false, null);
        }

        return binder.Bind(before) switch
        {
            { Type.IsInteger: true, Constant.Value: long rows } when frame.IsRows && rows >= 0 => new(true, rows),
            { Type.Root: TypeRoot.Interval, Constant.Value: TimeSpan span } when !frame.IsRows => new(
                false,
                (long)span.TotalMilliseconds
            ),
            _ => throw SqlException.At(
                before.At,
                frame.IsRows
                    ? "ROWS takes a number of rows: ROWS BETWEEN 10 PRECEDING AND CURRENT ROW"
                    : "RANGE takes an interval of days to seconds: RANGE BETWEEN INTERVAL '10' MINUTE PRECEDING AND CURRENT ROW"
            ),
        };
    }
}
