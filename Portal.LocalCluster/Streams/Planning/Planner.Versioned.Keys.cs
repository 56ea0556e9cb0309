using System.Collections.Immutable;
using Portal.LocalCluster.Streams.Connectors;
using Portal.LocalCluster.Streams.Sql;
using Portal.LocalCluster.Streams.Types;

namespace Portal.LocalCluster.Streams.Planning;

public sealed partial class Planner
{
    /// <summary>A table whose versions are wanted: of one of upserts no row has to be kept to be withdrawn.</summary>
    private Relation Versions(NamedTable named) =>
        !(named.Parts is [var name] && _with.ContainsKey(name))
        && catalog.Find(named.Parts, named.At) is CreateTable table
            ? Upserts(table, catalog.Full(named.Parts))
            : Named(named);

    /// <summary>The columns by which the right side's rows are told apart; each must be equal to something.</summary>
    private static ImmutableArray<int> KeyOf(Relation right, JoinCondition condition, Place at)
    {
        if (right is not { Key: { IsEmpty: false } key })
        {
            throw SqlException.At(
                at,
                "Temporal Table Join requires primary key in versioned table, but no primary key can be found. Use a table of upserts, or a view that keeps the last row of each key by ROW_NUMBER()"
            );
        }

        return key.FirstOrDefault(k => !condition.Keys.Exists(pair => pair.Right.Column == k), -1) is >= 0 and var lacks
            ? throw SqlException.At(
                at,
                $"Temporal table's primary key [{string.Join(", ", key.Select(k => right.Columns[k].Name))}] must be included in the equivalence condition of temporal join, but {right.Columns[lacks].Name} isn't"
            )
            : key;
    }

    private static IEnumerable<TopicSource> Sources(PlanNode node) =>
        node.Operator is TopicSource source ? [source] : node.Inputs.SelectMany(Sources);

    private static string Layout((Relation Left, Relation Right) of, JoinCondition condition) =>
        $"rows ({string.Join(", ", of.Left.Columns.Select(c => c.Type.Materialized))}) and ({string.Join(", ", of.Right.Columns.Select(c => c.Type.Materialized))}) by ({string.Join(", ", condition.Keys.Select(k => $"{k.Left.Text} = {k.Right.Text}"))})";
}
