using Portal.LocalCluster.Streams.Expressions;
using Portal.LocalCluster.Streams.Operators;
using Portal.LocalCluster.Streams.Sql;

namespace Portal.LocalCluster.Streams.Planning;

public sealed partial class Planner
{
    /// <summary>Rows for which there is one in a query that may name their columns, or there is none.</summary>
    private Relation Existing(Relation input, Scope scope, ExistsExpression of, bool isAnti)
    {
        var (query, columns, across) = Inner(of);
        var (inner, innerScope) = (Plain(Resolved(query, of.Query.At)), Materialized(columns));
        var condition = JoinCondition.Of(across, All(across), (scope, innerScope), time);
        var sides = condition.KeptSides(_lifetime);
        Func<object?[], object?[], bool>? matches =
            condition.Keys.Count == across.Count ? null : (a, b) => condition.Whole!.Of([.. a, .. b]) is true;
        var where = condition.Whole?.Text ?? "true";
        var layout =
            $"rows ({TypesOf(input)}) {(isAnti ? "without" : "with")} ({TypesOf(inner)}) by ({condition.KeyText})";
        return Semi(input, inner, new SemiJoin(sides.Left, sides.Right, matches, isAnti, layout), isAnti, where);
    }

    /// <summary>The query of an EXISTS without its conditions that name columns from outside, and those.</summary>
    private (Relation Rows, Scope Columns, List<Expression> Across) Inner(ExistsExpression of)
    {
        if (of.Query is SelectQuery { From: { } from, Where: { } where } select)
        {
            var (input, scope) = From(from);
            var across = Conjuncts(where).Where(part => Membership(part) is null && !IsWithin(part, scope)).ToList();
            if (across.Count > 0)
            {
                RefuseGroups(select);
                var own = All([.. Conjuncts(where).Except(across)]);
                (input, scope, own) = Members(input, scope, own);
                return (Filtered(input, scope, own), scope, across);
            }
        }

        var rows = Query(of.Query);
        return (rows, rows.ScopeAs(null), []);
    }

    private bool IsWithin(Expression condition, Scope scope)
    {
        try
        {
            new Binder(scope, time).Truth(condition);
            return true;
        }
        catch (SqlException)
        {
            return false; // If it isn't the outer query's either, the join says so.
        }
    }

    private static void RefuseGroups(SelectQuery select)
    {
        if (
            select.GroupBy is not null
            || select.Having is not null
            || select.Items.Any(item => Aggregates.Within(item.Of).Any())
        )
        {
            throw SqlException.Unsupported(
                select.At,
                "EXISTS with a query that groups and names columns from outside",
                "Write it as a join with the query that groups."
            );
        }
    }

    private static Scope Materialized(Scope scope) =>
        new([.. scope.Columns.Select(c => c with { Type = c.Type.Materialized })]);

    private static string TypesOf(Relation rows) => string.Join(", ", rows.Columns.Select(c => c.Type.Materialized));
}
