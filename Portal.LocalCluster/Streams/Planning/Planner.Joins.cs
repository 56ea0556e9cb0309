using System.Collections.Immutable;
using Portal.LocalCluster.Streams.Expressions;
using Portal.LocalCluster.Streams.Operators;
using Portal.LocalCluster.Streams.Sql;
using Portal.LocalCluster.Streams.State;
using Portal.LocalCluster.Streams.Types;

namespace Portal.LocalCluster.Streams.Planning;

public sealed partial class Planner
{
    private (Relation, Scope) Joined(JoinTable join)
    {
        if (join.Right is NamedTable { AsOf: { } asOf } versioned)
        {
            return Versioned(join, versioned, asOf);
        }

        if (join.Right is UnnestTable unnest)
        {
            return Unnested(join, unnest);
        }

        var ((left, leftScope), (right, rightScope)) = (From(join.Left), From(join.Right));
        (left, right) = (Resolved(left, join.Left.At), Resolved(right, join.Right.At));
        var condition = JoinCondition.Of(Conjuncts(join.On), join.On, (leftScope, rightScope), time);
        var isOuter = (
            Left: join.Kind is JoinKind.Left or JoinKind.Full,
            Right: join.Kind is JoinKind.Right or JoinKind.Full
        );
        var layout = $"rows ({TypesOf(left)}) and ({TypesOf(right)}) by ({condition.KeyText})";
        var isNear = condition.Times is not null && !left.IsUpdating && !right.IsUpdating;
        var lifetime = isNear ? StateLifetime.Endless : _lifetime;
        var sides = condition.KeptSides(lifetime);
        var widths = (left.Columns.Length, right.Columns.Length);
        var detail = $"joinType=[{join.Kind}Join], where=[{condition.Whole?.Text ?? "true"}]";
        var node = isNear
            ? Add("IntervalJoin", detail, Near(condition, sides, isOuter, widths, layout), left.Node, right.Node)
            : Add(
                "Join",
                detail,
                new StreamJoin(sides.Left, sides.Right, condition.Whole?.Of, isOuter, widths, layout),
                left.Node,
                right.Node
            );
        ImmutableArray<Column> columns =
        [
            .. left.Columns.Select(c => After(c, isNear, isOuter.Right)),
            .. right.Columns.Select(c => After(c, isNear, isOuter.Left)),
        ];
        var scope = leftScope.With(rightScope);
        scope = new Scope([.. scope.Columns.Select((c, i) => c with { Type = columns[i].Type })]);
        var relation = new Relation(Distinct(columns), node)
        {
            IsUpdating = !isNear && (left.IsUpdating || right.IsUpdating || join.Kind != JoinKind.Inner),
        };
        return (relation, scope);
    }

    private static IntervalJoin Near(
        JoinCondition condition,
        (JoinSide Left, JoinSide Right) sides,
        (bool, bool) isOuter,
        (int, int) widths,
        string layout
    )
    {
        var (left, right, bounds) = condition.Times!.Value;
        return new(
            sides.Left,
            sides.Right,
            (row => row[left], row => row[right]),
            bounds,
            condition.Whole!.Of,
            isOuter,
            widths,
            $"{layout} within {bounds.Least} to {bounds.Most} ms"
        );
    }

    private static Column After(Column column, bool isNear, bool mayBeMissing) =>
        column with
        {
            Type =
                (isNear && !mayBeMissing ? column.Type : column.Type.Materialized) is var type && mayBeMissing
                    ? type.Nullable
                    : type,
        };
}
