using System.Collections.Immutable;
using Portal.LocalCluster.Streams.Sql;
using Portal.LocalCluster.Streams.Types;

namespace Portal.LocalCluster.Streams.Expressions;

/// <summary>A column that a name may mean.</summary>
/// <param name="Table">The alias of its table; null: it has none.</param>
public sealed record ScopeColumn(string? Table, string Name, SqlType Type);

/// <summary>The columns that expressions may name, in the order in which they lie in a row.</summary>
public sealed record Scope(ImmutableArray<ScopeColumn> Columns)
{
    public static readonly Scope Empty = new([]);

    /// <summary>The row of the right side follows the left's.</summary>
    public Scope With(Scope right) => new([.. Columns, .. right.Columns]);

    public Bound Find(NameExpression name)
    {
        var parts = name.Parts;
        var (column, used) =
            parts.Length > 1 && Columns.Any(c => c.Table == parts[0])
                ? (Single(name, parts[1], parts[0]), 2)
                : (Single(name, parts[0], null), 1);
        var found = Column(column);
        for (var i = used; i < parts.Length; i++)
        {
            found = Fields.Of(found, parts[i], name.At);
        }

        return found;
    }

    public Bound Column(int index) =>
        new(Columns[index].Type, row => row[index], Columns[index].Name) { Column = index };

    public IEnumerable<int> All(StarExpression star)
    {
        var found = Enumerable.Range(0, Columns.Length).Where(i => star.Of is null || Columns[i].Table == star.Of);
        return star.Of is null || found.Any() ? found : throw SqlException.At(star.At, $"Table '{star.Of}' not found");
    }

    private int Single(NameExpression name, string column, string? table)
    {
        var matches = Enumerable
            .Range(0, Columns.Length)
            .Where(i => Columns[i].Name == column && (table is null || Columns[i].Table == table))
            .ToList();
        return matches switch
        {
            [var only] => only,
            [] when table is not null => throw SqlException.At(
                name.At,
                $"Column '{column}' not found in table '{table}'{Similar(column)}"
            ),
            [] when name.Parts.Length > 1 => throw SqlException.At(name.At, $"Table '{name.Parts[0]}' not found"),
            [] => throw SqlException.At(name.At, $"Column '{column}' not found in any table{Similar(column)}"),
            _ => throw SqlException.At(name.At, $"Column '{column}' is ambiguous"),
        };
    }

    private string Similar(string column) =>
        Columns.FirstOrDefault(c => c.Name.Equals(column, StringComparison.OrdinalIgnoreCase)) is { } like
            ? $"; did you mean '{like.Name}'?"
            : "";
}

/// <summary>Parts of rows, arrays and maps.</summary>
internal static class Fields
{
    public static Bound Of(Bound row, string field, Place at)
    {
        var index = row.Type.Root == TypeRoot.Row ? row.Type.Names.IndexOf(field) : -1;
        return index >= 0
            ? Bound.Of1(row.Type.Items[index].Nullable, $"{row.Text}.{field}", row, value => ((object?[])value)[index])
            : throw SqlException.At(at, $"Column '{row.Text}' has no field '{field}'");
    }

    public static Bound Item(Bound of, Bound index, Place at) =>
        of.Type.Root switch
        {
            TypeRoot.Array when index.Type.IsInteger => new(
                of.Type.Items[0].Nullable,
                row =>
                    of.Of(row) is object?[] items && index.Of(row) is long i && i >= 1 && i <= items.Length
                        ? items[i - 1]
                        : null,
                $"{of.Text}[{index.Text}]"
            ),
            TypeRoot.Map
                when index.Type.Root == of.Type.Items[0].Root || (index.Type.IsText && of.Type.Items[0].IsText) => new(
                of.Type.Items[1].Nullable,
                row => of.Of(row) is SqlMap map && index.Of(row) is { } key ? map[key] : null,
                $"{of.Text}[{index.Text}]"
            ),
            _ => throw SqlException.At(at, $"Cannot apply 'ITEM' to arguments of type '<{of.Type}>[<{index.Type}>]'"),
        };
}
