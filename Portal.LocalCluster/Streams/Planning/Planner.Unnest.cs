using System.Collections.Immutable;
using Portal.LocalCluster.Streams.Expressions;
using Portal.LocalCluster.Streams.Operators;
using Portal.LocalCluster.Streams.Sql;
using Portal.LocalCluster.Streams.Types;

namespace Portal.LocalCluster.Streams.Planning;

public sealed partial class Planner
{
    /// <summary>a CROSS JOIN UNNEST(a.items): with each element of an array, or each entry of a map, of its own row.</summary>
    private (Relation, Scope) Unnested(JoinTable join, UnnestTable unnest)
    {
        if (join.Kind is JoinKind.Right or JoinKind.Full)
        {
            throw SqlException.Unsupported(unnest.At, $"{join.Kind} join of UNNEST", "Write CROSS JOIN or LEFT JOIN.");
        }

        var (left, scope) = From(join.Left);
        return Unnested((Resolved(left, join.Left.At), scope), unnest, join.Kind == JoinKind.Left, join.On);
    }

    private (Relation, Scope) Unnested(
        (Relation Rows, Scope Scope) left,
        UnnestTable unnest,
        bool isOuter,
        Expression? on
    )
    {
        var of = new Binder(left.Scope, time).Bind(unnest.Of);
        var (parts, columns) = Parts(of, unnest);
        columns = [.. columns.Select(c => isOuter ? c with { Type = c.Type.Nullable } : c)];
        var scope = left.Scope.With(new([.. columns.Select(c => new ScopeColumn(unnest.Alias, c.Name, c.Type))]));
        var condition = on is null or LiteralExpression { Value: true } ? null : new Binder(scope, time).Truth(on);
        var node = Add(
            "Correlate",
            $"invocation=[UNNEST({of.Text})], joinType=[{(isOuter ? "LEFT" : "INNER")}]{(condition is null ? "" : $", condition=[{condition.Text}]")}",
            new Unnest(row => of.Of(row) is { } value ? parts(value) : [], columns.Length, condition?.Of, isOuter),
            left.Rows.Node
        );
        var all = new Relation(Distinct([.. left.Rows.Columns, .. columns]), node)
        {
            IsUpdating = left.Rows.IsUpdating,
            Window = left.Rows.Window,
        };
        return (all, scope);
    }

    private static (Func<object, IEnumerable<object?[]>> Parts, ImmutableArray<Column> Columns) Parts(
        Bound of,
        UnnestTable unnest
    )
    {
        var (parts, columns) = of.Type switch
        {
            { Root: TypeRoot.Array, Items: [{ Root: TypeRoot.Row } row] } => (
                // As in Flink a row that is NULL is none.
                value => ((object?[])value).OfType<object?[]>(),
                [.. row.Items.Select((type, i) => new Column(row.Names[i], row.IsNullable ? type.Nullable : type))]
            ),
            { Root: TypeRoot.Array, Items: [var item] } => (
                value => ((object?[])value).Select(part => new[] { part }),
                [new Column("EXPR$0", item)]
            ),
            { Root: TypeRoot.Map, Items: [var key, var item] } => (
                (Func<object, IEnumerable<object?[]>>)(
                    value => ((SqlMap)value).Entries.Select(entry => new[] { entry.Key, entry.Value })
                ),
                (ImmutableArray<Column>)[new("KEY", key), new("VALUE", item)]
            ),
            _ => throw SqlException.At(
                unnest.Of.At,
                $"Cannot apply 'UNNEST' to arguments of type 'UNNEST(<{of.Type}>)'. It takes an ARRAY or a MAP"
            ),
        };
        if (unnest.IsNumbered)
        {
            var plain = parts;
            parts = value => plain(value).Select((part, i) => (object?[])[.. part, (long)(i + 1)]);
            columns = columns.Add(new("ORDINALITY", SqlType.Int.NotNull));
        }

        return (parts, Renamed(columns, unnest));
    }

    // A single column without a name of its own has that of its table.
    private static ImmutableArray<Column> Renamed(ImmutableArray<Column> columns, UnnestTable unnest)
    {
        ImmutableArray<string> names =
            unnest.Columns.IsEmpty && columns.Length == 1 && unnest.Alias is { } alias ? [alias] : unnest.Columns;
        return names.IsEmpty ? columns
            : names.Length == columns.Length ? [.. columns.Select((c, i) => c with { Name = names[i] })]
            : throw SqlException.At(
                unnest.At,
                $"List of column aliases must have same degree as table; table has {columns.Length} columns ({string.Join(", ", columns.Select(c => $"'{c.Name}'"))}), whereas alias list has {names.Length} columns"
            );
    }
}
