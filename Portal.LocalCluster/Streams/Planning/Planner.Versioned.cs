using System.Collections.Immutable;
using Portal.LocalCluster.Streams.Connectors;
using Portal.LocalCluster.Streams.Expressions;
using Portal.LocalCluster.Streams.Operators;
using Portal.LocalCluster.Streams.Sql;
using Portal.LocalCluster.Streams.Types;

namespace Portal.LocalCluster.Streams.Planning;

public sealed partial class Planner
{
    /// <summary>a JOIN b FOR SYSTEM_TIME AS OF a.time: with what b held then, or holds now.</summary>
    private (Relation, Scope) Versioned(JoinTable join, NamedTable versioned, Expression asOf)
    {
        if (join.Kind is JoinKind.Right or JoinKind.Full)
        {
            throw SqlException.At(
                join.At,
                $"Temporal table join currently only supports INNER JOIN and LEFT JOIN, but was {join.Kind.ToString().ToUpperInvariant()} JOIN"
            );
        }

        var (left, leftScope) = From(join.Left);
        left = Resolved(left, join.Left.At);
        var right = Resolved(Versions(versioned), versioned.At);
        var rightScope = right.ScopeAs(versioned.Alias ?? versioned.Parts[^1]);
        var at = new Binder(leftScope, time).Bind(asOf);
        if (at is not { Column: { } column, Type: { IsRowtime: true } or { IsProctime: true } })
        {
            throw SqlException.At(
                asOf.At,
                "Temporal table join currently only supports 'FOR SYSTEM_TIME AS OF' left table's time attribute field"
            );
        }

        var condition = JoinCondition.Of(Conjuncts(join.On), join.On, (leftScope, rightScope), time);
        var key = KeyOf(right, condition, versioned.At);
        var isOuter = join.Kind == JoinKind.Left;
        var node = at.Type.IsProctime
            ? LookedUp(join, (left, right), condition, key)
            : AsOfTime(join, (left, right), condition, column, versioned.At);
        ImmutableArray<Column> columns =
        [
            .. left.Columns,
            .. right.Columns.Select(c => After(c with { Type = c.Type.Materialized }, isNear: false, isOuter)),
        ];
        var scope = leftScope.With(rightScope);
        scope = new Scope([.. scope.Columns.Select((c, i) => c with { Type = columns[i].Type })]);
        return (new Relation(Distinct(columns), node) { IsUpdating = left.IsUpdating }, scope);
    }

    private PlanNode AsOfTime(
        JoinTable join,
        (Relation Left, Relation Right) of,
        JoinCondition condition,
        int leftTime,
        Place at
    )
    {
        var rightTime = of.Right.Columns.ToList().FindIndex(c => c.Type.IsRowtime);
        if (rightTime < 0)
        {
            throw SqlException.At(
                at,
                "Event-Time Temporal Table Join requires both primary key and row time attribute in versioned table, but no row time attribute can be found. Declare a WATERMARK for it"
            );
        }

        if (of.Right.Columns[rightTime].Type.Root != of.Left.Columns[leftTime].Type.Root)
        {
            throw SqlException.At(
                at,
                $"Event-Time Temporal Table Join requires same rowtime type in left table and versioned table, but left table's is {of.Left.Columns[leftTime].Type} and versioned table's is {of.Right.Columns[rightTime].Type}"
            );
        }

        return Add(
            "TemporalJoin",
            $"joinType=[{join.Kind}Join], where=[{condition.Whole!.Text}], asOf=[{of.Left.Columns[leftTime].Name}]",
            new TemporalJoin(
                ([.. condition.Keys.Select(k => k.Left.Of)], [.. condition.Keys.Select(k => k.Right.Of)]),
                (leftTime, rightTime),
                condition.Whole.Of,
                join.Kind == JoinKind.Left,
                of.Right.Columns.Length,
                _lifetime,
                $"versions of {Layout(of, condition)} by times {leftTime} and {rightTime}"
            ),
            of.Left.Node,
            of.Right.Node
        );
    }

    private PlanNode LookedUp(
        JoinTable join,
        (Relation Left, Relation Right) of,
        JoinCondition condition,
        ImmutableArray<int> key
    )
    {
        if (of.Left.IsUpdating)
        {
            throw SqlException.Unsupported(
                join.At,
                "A lookup for rows that may be withdrawn",
                "Join the table itself, without FOR SYSTEM_TIME."
            );
        }

        foreach (var source in Sources(of.Right.Node))
        {
            source.IsLookedUp = true;
        }

        return Add(
            "LookupJoin",
            $"joinType=[{join.Kind}Join], where=[{condition.Whole!.Text}]",
            new LookupJoin(
                [.. key.Select(k => condition.Keys.First(pair => pair.Right.Column == k).Left.Of)],
                [.. key],
                condition.Whole.Of,
                join.Kind == JoinKind.Left,
                of.Right.Columns.Length,
                _lifetime,
                $"rows looked up of {Layout(of, condition)}"
            ),
            of.Left.Node,
            of.Right.Node
        );
    }
}
