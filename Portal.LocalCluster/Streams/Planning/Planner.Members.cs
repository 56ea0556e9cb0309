using System.Collections.Immutable;
using Portal.LocalCluster.Streams.Expressions;
using Portal.LocalCluster.Streams.Operators;
using Portal.LocalCluster.Streams.Sql;
using Portal.LocalCluster.Streams.Types;

namespace Portal.LocalCluster.Streams.Planning;

public sealed partial class Planner
{
    /// <summary>Rows for which each IN (SELECT …) of the condition holds, and what is left of the condition; null: nothing.</summary>
    private (Relation Rows, Scope Scope, Expression? Where) Members(Relation input, Scope scope, Expression? where)
    {
        var all = Conjuncts(where).ToList();
        var wanted = all.Where(part => Membership(part) is not null).ToList();
        if (wanted.Count == 0)
        {
            return (input, scope, where);
        }

        input = Plain(Resolved(input, wanted[0].At));
        scope = new Scope([.. scope.Columns.Select(c => c with { Type = c.Type.Materialized })]);
        var rest = all.Except(wanted).ToList();
        foreach (var part in wanted)
        {
            var (of, isAnti) = Membership(part)!.Value;
            input = Member(input, scope, of, isAnti);
        }

        return (input, scope, rest is [] ? null : rest.Aggregate((a, b) => new BinaryExpression(a.At, "AND", a, b)));
    }

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
        var detail =
            $"joinType=[{(isAnti ? "LeftAntiJoin" : "LeftSemiJoin")}], where=[({left.Text} = {right.Text}{(isOpen ? " or one IS NULL" : "")})]";
        var node = Add(
            "Join",
            detail,
            new SemiJoin(
                sides.Left,
                sides.Right,
                matches,
                isAnti,
                $"rows ({string.Join(", ", input.Columns.Select(c => c.Type))}) {(isAnti ? "not in" : "in")} {right.Type} by {left.Text}"
            ),
            input.Node,
            query.Node
        );
        return input with { Node = node, IsUpdating = isAnti || input.IsUpdating || query.IsUpdating, Window = null };
    }

    private static (InQueryExpression Of, bool IsAnti)? Membership(Expression condition) =>
        condition switch
        {
            InQueryExpression of => (of, false),
            UnaryExpression { Operator: "NOT", Of: InQueryExpression of } => (of, true),
            _ => null,
        };
}
