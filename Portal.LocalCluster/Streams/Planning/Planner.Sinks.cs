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
        var topic = schema.Topic();
        var query = Resolved(Query(insert.Of), insert.Of.At);
        var written = schema.Written.ToList();
        var columns = Fitted(insert, query, written, name);
        if (query.IsUpdating && !topic.IsUpsert)
        {
            throw new SqlException(
                $"Table sink '{name}' doesn't support consuming update changes which is produced by node {query.Node.Kind}({query.Node.Detail}). Write it to a table of upserts, with a key",
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

        if (query.IsUpdating && !IsKeyOf(query, topic, written))
        {
            var key = topic.PrimaryKey.Select(k => topic.Columns.ToList().FindIndex(c => c.Name == k)).ToArray();
            calc = Add(
                "SinkMaterializer",
                $"key=[{string.Join(", ", topic.PrimaryKey)}]",
                new Materialize(key, $"rows by {string.Join(", ", topic.PrimaryKey)}"),
                calc
            );
        }

        Add(
            "Sink",
            $"table=[{name}], fields=[{string.Join(", ", written.Select(c => c.Name))}]",
            new TopicSink(topic, _transactions, _sinks++),
            calc
        );
    }

    /// <summary>The query's columns in the types of the table's.</summary>
    private Func<object?[], object?>[] Fitted(
        Insert insert,
        Relation query,
        List<ColumnDefinition> written,
        string name
    )
    {
        var named = insert.Columns.IsEmpty
            ? written
            :
            [
                .. insert.Columns.Select(c =>
                    written.Find(w => w.Name == c) ?? throw SqlException.At(insert.At, $"Unknown target column '{c}'")
                ),
            ];
        var mismatch = $"Column types of query result and sink for '{name}' do not match.\nCause: ";
        var schemas =
            $"\n\nQuery schema: [{string.Join(", ", query.Columns.Select(c => $"{c.Name}: {c.Type}"))}]\nSink schema:  [{string.Join(", ", named.Select(c => $"{c.Name}: {c.Type}"))}]";
        if (named.Count != query.Columns.Length)
        {
            throw new SqlException($"{mismatch}Different number of columns.{schemas}");
        }

        var scope = query.ScopeAs(null);
        var fitted = new Func<object?[], object?>[written.Count];
        Array.Fill(fitted, _ => null);
        for (var i = 0; i < named.Count; i++)
        {
            if (!Takes(named[i].Type!, query.Columns[i].Type))
            {
                throw new SqlException(
                    $"{mismatch}Incompatible types for sink column '{named[i].Name}' at position {i}.{schemas}"
                );
            }

            fitted[written.IndexOf(named[i])] = Coercion.To(scope.Column(i), named[i].Type!).Of;
        }

        return fitted;
    }

    /// <summary>Whether a column takes values of a type without a CAST that could lose something.</summary>
    private static bool Takes(SqlType column, SqlType of) =>
        of.Root == TypeRoot.Null
        || (column.IsText && of.IsText)
        || (column.IsInteger && of.IsInteger && of.Digits <= column.Digits)
        || (column.Root == TypeRoot.Decimal && of.IsExact)
        || (column.Root is TypeRoot.Float or TypeRoot.Double && of.IsNumeric && of.Root <= column.Root)
        || (column.Root is TypeRoot.Double or TypeRoot.Float && of.Root == TypeRoot.Decimal)
        || (column.IsTimestamp && (of.IsTimestamp || of.Root == TypeRoot.Date))
        || (
            column.Root == of.Root
            && column.Items.Length == of.Items.Length
            && column.Items.Zip(of.Items).All(pair => Takes(pair.First, pair.Second))
        );

    /// <summary>The table's key has a row of the result for itself, so that row replaces and deletes no other's.</summary>
    private static bool IsKeyOf(Relation query, TopicTable topic, List<ColumnDefinition> written) =>
        query.Key is { } key && key.All(k => topic.PrimaryKey.Contains(written[k].Name));
}
