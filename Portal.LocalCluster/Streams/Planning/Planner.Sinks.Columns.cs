using System.Collections.Immutable;
using Portal.LocalCluster.Streams.Connectors;
using Portal.LocalCluster.Streams.Expressions;
using Portal.LocalCluster.Streams.Operators;
using Portal.LocalCluster.Streams.Sql;
using Portal.LocalCluster.Streams.Types;

namespace Portal.LocalCluster.Streams.Planning;

public sealed partial class Planner
{
    /// <summary>The table's columns in the order of the query's.</summary>
    private static List<ColumnDefinition> Targets(Insert insert, List<ColumnDefinition> written) =>
        insert.Columns.IsEmpty
            ? written
            :
            [
                .. insert.Columns.Select(c =>
                    written.Find(w => w.Name == c) ?? throw SqlException.At(insert.At, $"Unknown target column '{c}'")
                ),
            ];

    /// <summary>The query's columns in the types of the table's.</summary>
    private static Func<object?[], object?>[] Fitted(
        Relation query,
        List<ColumnDefinition> written,
        List<ColumnDefinition> named,
        string name
    )
    {
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
}
