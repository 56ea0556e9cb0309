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

    /// <summary>A table's rows; of one of upserts, with each row that is replaced withdrawn.</summary>
    private Relation Source(CreateTable table, string name)
    {
        var upserts = Upserts(table, name);
        if (upserts is not { Key: { } key })
        {
            return upserts;
        }

        var normalized = Add(
            "ChangelogNormalize",
            $"key=[{string.Join(", ", key.Select(k => upserts.Columns[k].Name))}]",
            new Normalize(
                [.. key],
                _lifetime,
                $"rows ({string.Join(", ", upserts.Columns.Select(c => $"{c.Name} {c.Type.Materialized}"))}) by {string.Join(", ", key.Select(k => upserts.Columns[k].Name))}"
            ),
            upserts.Node
        );
        return upserts with { Node = normalized };
    }

    /// <summary>A table as it is read: of one of upserts, bare rows and deletions by its key.</summary>
    private Relation Upserts(CreateTable table, string name)
    {
        if (_read.TryGetValue(table, out var known))
        {
            return known;
        }

        var schema = TableSchema.Of(table, time);
        var topic = schema.Topic();
        TimeSpan? idleAfter = topic.IdleTimeout is { } own
            ? PlanOptions.Length("scan.watermark.idle-timeout", own)
            : null;
        var columns = schema.Columns;
        var fields = string.Join(", ", columns.Select(c => c.Name));
        var sources = topic
            .Each.Select(each =>
                Add(
                    "TableSourceScan",
                    $"table=[[{name.Replace(".", ", ", StringComparison.Ordinal)}]], fields=[{fields}]",
                    new TopicSource(each, schema.Computed, schema.Watermark, idleAfter ?? options.IdleAfter, time)
                )
            )
            .ToImmutableArray();
        var node = sources is [var only]
            ? only
            : Add("Union", $"all=[true], union=[{fields}]", new Union(sources.Length), sources);
        var key = topic.PrimaryKey.Select(k => columns.ToList().FindIndex(c => c.Name == k)).ToImmutableArray();
        return _read[table] = new(columns, node) { IsUpdating = topic.IsUpsert, Key = topic.IsUpsert ? key : null };
    }
}
