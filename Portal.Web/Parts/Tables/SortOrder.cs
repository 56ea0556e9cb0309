namespace Portal.Web.Parts;

/// <summary>A table's order as the address says it: <c>size</c>, or <c>-size</c> for the largest first.</summary>
public readonly record struct SortOrder(string Column, bool Descending)
{
    public static SortOrder? Read(string? words) =>
        words switch
        {
            null or "" or "-" => null,
            ['-', .. var column] => new SortOrder(column, true),
            _ => new SortOrder(words, false),
        };

    public override string ToString() => Descending ? $"-{Column}" : Column;

    /// <summary>Rows in this order; equal ones stay as they were, rows without a value come last either way.</summary>
    public IReadOnlyList<TRow> Arrange<TRow>(IReadOnlyList<TRow> rows, Func<TRow, IComparable?> by)
    {
        var known = rows.Where(row => by(row) is not null);
        var ordered = Descending ? known.OrderByDescending(by) : known.OrderBy(by);
        return [.. ordered, .. rows.Where(row => by(row) is null)];
    }
}
