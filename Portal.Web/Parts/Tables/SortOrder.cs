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
        var known = new List<(TRow Row, IComparable By)>(rows.Count);
        var unknown = new List<TRow>();
        foreach (var row in rows)
        {
            if (by(row) is { } value)
            {
                known.Add((row, value));
            }
            else
            {
                unknown.Add(row);
            }
        }

        var ordered = Descending ? known.OrderByDescending(one => one.By) : known.OrderBy(one => one.By);
        return [.. ordered.Select(one => one.Row), .. unknown];
    }
}
