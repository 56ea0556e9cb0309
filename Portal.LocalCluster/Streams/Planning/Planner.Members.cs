using System.Collections.Immutable;
using Portal.LocalCluster.Streams.Expressions;
using Portal.LocalCluster.Streams.Operators;
using Portal.LocalCluster.Streams.Sql;
using Portal.LocalCluster.Streams.Types;

namespace Portal.LocalCluster.Streams.Planning;

public sealed partial class Planner
{
    /// <summary>
    /// Rows for which each IN (SELECT …) and each EXISTS (SELECT …) of the condition holds, and what is left of the condition; null: nothing.
    /// </summary>
    private (Relation Rows, Scope Scope, Expression? Where) Members(Relation input, Scope scope, Expression? where)
    {
        var all = Conjuncts(where).ToList();
        var wanted = all.Where(part => Membership(part) is not null).ToList();
        if (wanted.Count == 0)
        {
            return (input, scope, where);
        }

        input = Plain(Resolved(input, wanted[0].At));
        scope = Materialized(scope);
        var rest = all.Except(wanted).ToList();
        foreach (var part in wanted)
        {
            var (of, isAnti) = Membership(part)!.Value;
            input = of is ExistsExpression exists
                ? Existing(input, scope, exists, isAnti)
                : Member(input, scope, (InQueryExpression)of, isAnti);
        }

        return (input, scope, All(rest));
    }

    private static Expression? All(IReadOnlyCollection<Expression> conditions) =>
        conditions.Count == 0 ? null : conditions.Aggregate((a, b) => new BinaryExpression(a.At, "AND", a, b));

    private Relation Member(Relation input, Scope scope, InQueryExpression of, bool isAnti)
    {
        var query = Plain(Resolved(Query(of.Query), of.Query.At));
        var bound = new Binder(scope, time).Bind(of.Of);
        var (left, right) =
            query.Columns.Length == 1 && Comparing.Together(bound, query.ScopeAs(null).Column(0)) is { } pair
                ? pair
                : throw SqlException.At(of.At, "Values passed to IN operator must have compatible types");
        // NULL is in nothing that has a value and may be in what has NULL: then it can't be said, by no key either.
        var isOpen = isAnti && (left.Type.IsNullable || right.Type.IsNullable);
        var sides = (
            Left: new JoinSide(isOpen ? [] : [left.Of], _lifetime),
            Right: new JoinSide(isOpen ? [] : [right.Of], _lifetime)
        );
        Func<object?[], object?[], bool>? matches = isOpen
            ? (a, b) => left.Of(a) is not { } x || right.Of(b) is not { } y || Types.Values.AreSame(x, y)
            : null;
        return Semi(
            input,
            query,
            new SemiJoin(
                sides.Left,
                sides.Right,
                matches,
                isAnti,
                $"rows ({string.Join(", ", input.Columns.Select(c => c.Type))}) {(isAnti ? "not in" : "in")} {right.Type} by {left.Text}"
            ),
            isAnti,
            $"({left.Text} = {right.Text}{(isOpen ? " or one IS NULL" : "")})"
        );
    }

    private Relation Semi(Relation input, Relation query, SemiJoin join, bool isAnti, string where) =>
        input with
        {
            Node = Add(
                "Join",
                $"joinType=[{(isAnti ? "LeftAntiJoin" : "LeftSemiJoin")}], where=[{where}]",
                join,
                input.Node,
                query.Node
            ),
            IsUpdating = isAnti || input.IsUpdating || query.IsUpdating,
            Window = null,
        };

    private static (Expression Of, bool IsAnti)? Membership(Expression condition) =>
        condition switch
        {
            InQueryExpression or ExistsExpression => (condition, false),
            UnaryExpression { Operator: "NOT", Of: InQueryExpression or ExistsExpression } not => (not.Of, true),
            _ => null,
        };
}
