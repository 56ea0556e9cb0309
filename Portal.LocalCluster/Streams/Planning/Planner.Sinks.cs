using System.Collections.Immutable;
using Portal.LocalCluster.Streams.Connectors;
using Portal.LocalCluster.Streams.Expressions;
using Portal.LocalCluster.Streams.Operators;
using Portal.LocalCluster.Streams.Sql;
using Portal.LocalCluster.Streams.Types;

namespace Portal.LocalCluster.Streams.Planning;

public sealed partial class Planner
{
    private int _sinks;

    private void Sink(Insert insert)
    {
        var name = catalog.Full(insert.Into);
        if (catalog.FindTable(insert.Into) is not CreateTable into)
        {
            throw new SqlException(
                $"Cannot find table '`{name.Replace(".", "`.`", StringComparison.Ordinal)}`' in any of the catalogs [{Catalog.Name}], nor as a temporary table."
            );
        }

        var schema = TableSchema.Of(into, time);
        var topic = schema.Topic(isWritten: true);
        CheckTransactions(topic, name);
        var query = Resolved(Query(insert.Of), insert.Of.At);
        var written = schema.Written.ToList();
        var named = Targets(insert, written);
        var columns = Fitted(query, written, named, name);
        if (query.IsUpdating && !topic.IsUpsert)
        {
            throw new SqlException(
                $"Table sink '{name}' doesn't support consuming update changes which is produced by node {query.Node.Kind}({query.Node.Detail})",
                SqlException.Table
            );
        }

        // The sink's row has all columns that aren't computed; those that are only read stay null.
        var places = into.Columns.Where(c => c.Computed is null).Select(c => written.IndexOf(c)).ToArray();
        var calc = Add(
            "Calc",
            $"select=[{string.Join(", ", written.Select(c => c.Name))}]",
            new Calc(
                null,
                Array.ConvertAll<int, Func<object?[], object?>>(places, p => p < 0 ? _ => null : columns[p])
            ),
            query.Node
        );
        var required = topic
            .Columns.Select((c, i) => (c, i))
            .Where(c => places[c.i] >= 0 && !c.c.Type.IsNullable)
            .ToList();
        if (required.Count > 0)
        {
            calc = Add(
                "ConstraintEnforcer",
                $"NotNullEnforcer(fields=[{string.Join(", ", required.Select(c => c.c.Name))}])",
                new NotNull([.. required.Select(c => (c.i, c.c.Name))], options.DropsNulls),
                calc
            );
        }

        var hasKey = IsKeyOf(query, topic, named);
        if (query.IsUpdating && !hasKey)
        {
            var key = topic.PrimaryKey.Select(k => topic.Columns.ToList().FindIndex(c => c.Name == k)).ToArray();
            calc = Add(
                "SinkMaterializer",
                $"key=[{string.Join(", ", topic.PrimaryKey)}]",
                new Materialize(
                    key,
                    _lifetime,
                    $"rows ({string.Join(", ", topic.Columns.Select(c => $"{c.Name} {c.Type}"))}) by {string.Join(", ", topic.PrimaryKey)}"
                ),
                calc
            );
        }

        Add(
            "Sink",
            $"table=[{name}], fields=[{string.Join(", ", written.Select(c => c.Name))}]",
            new TopicSink(topic, _transactions, _sinks++, time)
            {
                DeletesFormer = !ArePaired(calc) || (hasKey && MayMove(query, topic)),
            },
            calc
        );
    }

    /// <summary>
    /// Each former row of an update is followed by the one that replaces it: where they are made, and what lies between lets both through or neither. A
    /// condition doesn't, and then Flink's sink is given both as well.
    /// </summary>
    private static bool ArePaired(PlanNode node) =>
        node.Operator switch
        {
            GroupAggregate or TopN or Normalize or Materialize => true,
            Calc { Filters: false } or NotNull or Operators.Union => node.Inputs.All(ArePaired),
            _ => false,
        };

    /// <summary>The table's key has a row of the result for itself, so that row replaces and deletes no other's.</summary>
    private static bool IsKeyOf(Relation query, TopicTable topic, List<ColumnDefinition> named) =>
        query.Key is { } key && key.All(k => topic.PrimaryKey.Contains(named[k].Name));

    /// <summary>The table's key has more columns than the result's: an update may change those, and then the row it makes doesn't replace the former one.</summary>
    private static bool MayMove(Relation query, TopicTable topic) =>
        query.Key is { } key && key.Distinct().Count() < topic.PrimaryKey.Length;
}
