using System.Collections.Immutable;
using Portal.LocalCluster.Streams.Connectors;
using Portal.LocalCluster.Streams.Expressions;
using Portal.LocalCluster.Streams.Operators;
using Portal.LocalCluster.Streams.Sql;
using Portal.LocalCluster.Streams.Types;

namespace Portal.LocalCluster.Streams.Planning;

public sealed partial class Planner
{
    /// <summary>What a name after FROM stands for: a WITH, a view or a table.</summary>
    private Relation Named(NamedTable named)
    {
        if (named.Parts is [var name] && _with.TryGetValue(name, out var with))
        {
            return with;
        }

        var found = catalog.Find(named.Parts, named.At);
        if (!_made.TryGetValue(found, out var relation))
        {
            relation = found switch
            {
                CreateView view => View(view),
                CreateTable table => Source(table, catalog.Full(named.Parts)),
                _ => throw new InvalidOperationException(found.GetType().Name),
            };
            _made[found] = relation;
        }

        return relation;
    }

    private Relation View(CreateView view)
    {
        var relation = Query(view.Of);
        return view.Columns.IsEmpty ? relation
            : view.Columns.Length == relation.Columns.Length
                ? relation with
                {
                    Columns = [.. relation.Columns.Select((c, i) => c with { Name = view.Columns[i] })],
                }
            : throw SqlException.At(
                view.At,
                $"VIEW definition and input fields not match: {view.Columns.Length} names for {relation.Columns.Length} columns."
            );
    }

    private Relation Source(CreateTable table, string name)
    {
        var schema = TableSchema.Of(table, time);
        var topic = schema.Topic();
        var source = new TopicSource(topic, schema.Computed, schema.Watermark, options.IdleAfter, time);
        var columns = schema.Columns;
        var node = Add(
            "TableSourceScan",
            $"table=[[{name.Replace(".", ", ", StringComparison.Ordinal)}]], fields=[{string.Join(", ", columns.Select(c => c.Name))}]",
            source
        );
        var relation = new Relation(columns, node);
        if (!topic.IsUpsert)
        {
            return relation;
        }

        var key = topic.PrimaryKey.Select(k => columns.ToList().FindIndex(c => c.Name == k)).ToImmutableArray();
        var normalized = Add(
            "ChangelogNormalize",
            $"key=[{string.Join(", ", topic.PrimaryKey)}]",
            new Normalize(
                [.. key],
                $"rows ({string.Join(", ", columns.Select(c => $"{c.Name} {c.Type.Materialized}"))}) by {string.Join(", ", topic.PrimaryKey)}"
            ),
            node
        );
        return relation with { Node = normalized, IsUpdating = true, Key = key };
    }
}
