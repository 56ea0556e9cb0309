using Portal.LocalCluster.Streams.State;
using Portal.LocalCluster.Streams.Types;

namespace Portal.LocalCluster.Streams.Operators;

/// <summary>
/// ROW_NUMBER() … WHERE rn &lt;= n: the first n rows of each partition. A row that is pushed out is withdrawn. With n = 1 this is deduplication.
/// </summary>
/// <param name="least">The first number that is wanted: 1, unless the condition says otherwise.</param>
/// <param name="keepsAll">Rows may be withdrawn, so those behind the first n are kept too.</param>
/// <param name="isLatest">The last row by its time: of rows at the same time it is the one that came last, and it replaces even what is the same.</param>
/// <param name="showsNumber">The number is a column of the result.</param>
public sealed partial class TopN(
    Func<object?[], object?>[] partition,
    (Func<object?[], object?> By, bool IsDescending)[] order,
    int least,
    int most,
    bool keepsAll,
    bool showsNumber,
    bool isLatest,
    StateLifetime lifetime,
    string layout
) : Operator
{
    private readonly KeyedState<List<object?[]>> _partitions = new(
        lifetime,
        EntryForm.Keyed(EntryForm.Save, EntryForm.Rows)
    );

    public override long StateRows => _partitions.Values.Sum(rows => (long)rows.Count);

    public override string? Layout => layout;

    public override RowKey? KeyOf(int input) => RowKey.Columns(partition);

    protected override void Process(int input, Change change)
    {
        var key = Array.ConvertAll(partition, p => p(change.Row));
        var rows = _partitions.Get(key) ?? [];
        _partitions.Put(key, rows);

        var before = Shown(rows);
        if (change.Adds)
        {
            rows.Insert(Place(rows, change.Row), change.Row);
            if (!keepsAll && rows.Count > most)
            {
                rows.RemoveAt(most);
            }
        }
        else if (rows.FindIndex(row => Values.AreSame(row, change.Row)) is >= 0 and var at)
        {
            rows.RemoveAt(at);
        }

        if (rows.Count == 0)
        {
            _partitions.Remove(key);
        }

        Send(before, Shown(rows));
    }

    /// <summary>Behind all that are before it or equal: who came first stays first.</summary>
    private int Place(List<object?[]> rows, object?[] row)
    {
        var (low, high) = (0, rows.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = Compare(rows[middle], row) < (isLatest ? 0 : 1) ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    private int Compare(object?[] one, object?[] other)
    {
        foreach (var (by, isDescending) in order)
        {
            var (a, b) = (by(one), by(other));
            // NULL is the lowest.
            var compared =
                a is null ? (b is null ? 0 : -1)
                : b is null ? 1
                : Values.Compare(a, b);
            if (compared != 0)
            {
                return isDescending ? -compared : compared;
            }
        }

        return 0;
    }

    private List<object?[]> Shown(List<object?[]> rows) =>
        [
            .. rows.Take(most)
                .Skip(least - 1)
                .Select((row, i) => showsNumber ? (object?[])[.. row, (long)(i + least)] : row),
        ];

    private void Send(List<object?[]> before, List<object?[]> after)
    {
        if (showsNumber || most == 1)
        {
            for (var i = 0; i < Math.Max(before.Count, after.Count); i++)
            {
                Send(before.ElementAtOrDefault(i), after.ElementAtOrDefault(i));
            }

            return;
        }

        foreach (var gone in before.Where(row => !after.Contains(row)))
        {
            Emit(RowKind.Delete, gone);
        }

        foreach (var come in after.Where(row => !before.Contains(row)))
        {
            Emit(RowKind.Insert, come);
        }
    }

    private void Send(object?[]? before, object?[]? after)
    {
        if (before is null || after is null)
        {
            Emit(before is null ? RowKind.Insert : RowKind.Delete, (before ?? after)!);
        }
        else if (isLatest ? !ReferenceEquals(before, after) : !Values.AreSame(before, after))
        {
            Emit(RowKind.UpdateBefore, before);
            Emit(RowKind.UpdateAfter, after);
        }
    }
}
