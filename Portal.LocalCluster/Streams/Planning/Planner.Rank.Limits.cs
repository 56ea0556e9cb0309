using System.Collections.Immutable;
using Portal.LocalCluster.Streams.Expressions;
using Portal.LocalCluster.Streams.Operators;
using Portal.LocalCluster.Streams.Sql;
using Portal.LocalCluster.Streams.Types;

namespace Portal.LocalCluster.Streams.Planning;

public sealed partial class Planner
{
    /// <summary>Rows may come in any order, so even the first may be replaced.</summary>
    private static bool IsFirstByTime(PendingRank rank) =>
        rank.Order is [{ By.Type.IsProctime: true, IsDescending: false }] && !rank.Input.IsUpdating;

    /// <summary>The last row of each partition by its time.</summary>
    private static bool IsLatest(PendingRank rank, long most) =>
        most == 1
        && !rank.Input.IsUpdating
        && rank.Order is [{ By.Type: { IsRowtime: true } or { IsProctime: true }, IsDescending: true }];

    /// <summary>The last row of each key by event time keeps its time: so it is a version that other rows can be joined with.</summary>
    private static Relation Numbered(Relation of, PendingRank rank, long most) =>
        most == 1 && rank.Order is [{ By: { Column: { } time, Type.IsRowtime: true }, IsDescending: true }]
            ? of with
            {
                Columns =
                [
                    .. of.Columns.Select(
                        (c, i) => rank.Items[i].Column == time ? c : c with { Type = c.Type.Materialized }
                    ),
                ],
            }
            : Plain(of);

    private static IEnumerable<Expression> Conjuncts(Expression? condition) =>
        condition switch
        {
            null => [],
            BinaryExpression { Operator: "AND" } and => Conjuncts(and.Left).Concat(Conjuncts(and.Right)),
            _ => [condition],
        };

    private static (string Sign, long Number)? Limit(Expression condition, string name) =>
        condition switch
        {
            BinaryExpression { Left: NameExpression left, Right: LiteralExpression { Value: long number } } c
                when left.Last == name => (c.Operator, number),
            BinaryExpression { Left: LiteralExpression { Value: long number }, Right: NameExpression right } c
                when right.Last == name => (Turned(c.Operator), number),
            _ => null,
        };

    private static string Turned(string sign) =>
        sign switch
        {
            "<" => ">",
            "<=" => ">=",
            ">" => "<",
            ">=" => "<=",
            _ => sign,
        };

    private static bool Mentions(Expression expression, string name) =>
        expression is StarExpression
        || Aggregates
            .All(expression)
            .Any(part => part is StarExpression || part is NameExpression of && of.Last == name);
}
