using System.Collections.Immutable;
using System.Globalization;
using Portal.LocalCluster.Streams.Expressions;
using Portal.LocalCluster.Streams.Operators;
using Portal.LocalCluster.Streams.Sql;
using Portal.LocalCluster.Streams.Types;

namespace Portal.LocalCluster.Streams.Planning;

public sealed partial class Planner
{
    /// <summary>Aggregates OVER the rows before each row, which goes on with them behind it.</summary>
    private Relation Overed(SelectQuery select, Relation input, Scope scope)
    {
        input = Resolved(input, select.At);
        var calls = select.Items.SelectMany(item => Overs(item.Of)).ToList();
        var binder = new Binder(scope, time);
        var window = WindowOf(calls, select, binder);
        if (input.IsUpdating)
        {
            throw SqlException.At(
                calls[0].At,
                "OverAggregate doesn't support consuming update and delete changes: the rows that it counts must not be withdrawn"
            );
        }

        var aggregates = calls
            .Select(call => Aggregate(call with { Over = Defined(call.Over!, select) }, binder, window.Frame))
            .ToList();
        var distinct = aggregates.DistinctBy(a => a.Text).ToList();
        ImmutableArray<Column> columns =
        [
            .. input.Columns,
            .. distinct.Select((a, i) => new Column($"w0$o{i}", a.Type)),
        ];
        var names = string.Join(", ", window.Partition.Select(p => p.Text));
        var detail =
            $"partitionBy=[{names}], orderBy=[{window.Order.Text} ASC], window=[{window.Frame}], select=[{string.Join(", ", distinct.Select(a => a.Text))}]";
        var node = Add(
            "OverAggregate",
            detail,
            new OverAggregate(
                [.. window.Partition.Select(p => p.Of)],
                window.Order.Type.IsProctime ? null : window.Order.Of,
                window.Frame,
                distinct,
                _lifetime,
                time,
                $"rows ({string.Join(", ", input.Columns.Select(c => c.Type.Materialized))}) over ({names}) by {window.Order.Text} {window.Frame} of ({string.Join(", ", distinct.Select(a => $"{a.Text} {a.Type}"))})"
            ),
            input.Node
        );

        Bound? Known(Expression expression)
        {
            var at = calls.FindIndex(call => ReferenceEquals(call, expression));
            if (at < 0)
            {
                return null;
            }

            var place = input.Columns.Length + distinct.FindIndex(a => a.Text == aggregates[at].Text);
            return new(columns[place].Type, row => row[place], aggregates[at].Text) { Column = place };
        }

        var counted = new Relation(columns, node);
        return Projected(select.Items, counted, scope, new Binder(scope, time, Known), null);
    }

    private static Aggregate Aggregate(CallExpression call, Binder binder, OverFrame frame)
    {
        if (call.Filter is not null)
        {
            throw SqlException.At(
                call.At,
                "OVER must be applied to aggregate function: it takes no FILTER. Use CASE WHEN … THEN … END"
            );
        }

        return call.Name switch
        {
            "LAG" => Lagging.Bind(call, binder),
            "LEAD" => throw SqlException.At(call.At, "LEAD Function is not supported in stream mode"),
            _ when AggregateNames.Has(call.Name) => Aggregates.Bind(
                call with
                {
                    Over = null,
                },
                binder,
                frame.Preceding is not null,
                isOver: true
            ),
            _ => throw SqlException.Unsupported(
                call.At,
                $"{call.Name} OVER",
                "COUNT, SUM, AVG, MIN, MAX, FIRST_VALUE, LAST_VALUE, LAG, LISTAGG, STDDEV and VAR are; ROW_NUMBER() with a condition on it around the query is."
            ),
        };
    }

    private static OverWindow WindowOf(List<CallExpression> calls, SelectQuery select, Binder binder)
    {
        var windows = calls.Select(call => OverWindow.Of(Defined(call.Over!, select), binder)).ToList();
        var other = windows.FindIndex(window => window.Text != windows[0].Text);
        return other < 0
            ? windows[0]
            : throw SqlException.At(
                calls[other].Over!.At,
                "Over Agg: Unsupported use of OVER windows. All aggregates must be computed on the same window. Compute the other one in a query inside this one"
            );
    }

    private static OverClause Defined(OverClause over, SelectQuery select) =>
        over.Name is not { } name ? over
        : select.Windows.TryGetValue(name, out var window) ? window
        : throw SqlException.At(over.At, $"Window '{name}' not found");

    /// <summary>What an expression has of calls over windows.</summary>
    private static IEnumerable<CallExpression> Overs(Expression expression) =>
        Aggregates.All(expression).OfType<CallExpression>().Where(call => call.Over is not null);
}
