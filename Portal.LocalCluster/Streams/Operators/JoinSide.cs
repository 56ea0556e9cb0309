using Portal.LocalCluster.Streams.State;
using Portal.LocalCluster.Streams.Types;

namespace Portal.LocalCluster.Streams.Operators;

/// <summary>A row that waits for its matches.</summary>
public sealed class JoinedRow(object?[] row, long written)
{
    public object?[] Row => row;

    /// <summary>When, as its lifetime counts.</summary>
    public long Written { get; set; } = written;

    /// <summary>Rows of the other side that match it now; only counted where it is to be shown without any.</summary>
    public long Matches { get; set; }
}

/// <summary>The rows of one side of a join by the values that must be equal.</summary>
public sealed class JoinSide(Func<object?[], object?>[] keys, StateLifetime lifetime)
{
    private long _looked;

    // Each row has its own lifetime, its key has none.
    private readonly KeyedState<List<JoinedRow>> _rows = new(
        StateLifetime.Endless,
        EntryForm.Keyed(Save, from => Restore(from, lifetime))
    );

    public long Count => _rows.Values.Sum(rows => (long)rows.Count);

    /// <summary>Rows that equal nothing go together: those that are kept all the same are kept under one key.</summary>
    public RowKey Key => new(keys.Length, row => KeyOf(row) ?? []);

    /// <summary>Null when one of the values is: it equals nothing.</summary>
    public object?[]? KeyOf(object?[] row)
    {
        var key = Array.ConvertAll(keys, k => k(row));
        return Array.Exists(key, value => value is null) ? null : key;
    }

    public List<JoinedRow> Of(object?[]? key)
    {
        if (key is null || _rows.Get(key) is not { } rows)
        {
            return [];
        }

        if (!lifetime.IsEndless && rows.RemoveAll(row => lifetime.IsOver(row.Written)) > 0 && rows.Count == 0)
        {
            _rows.Remove(key);
        }

        return rows;
    }

    /// <summary>Lets go what is over, each time that a part of a lifetime went by.</summary>
    public void Expire()
    {
        if (lifetime.IsDue(ref _looked))
        {
            RemoveWhere(row => lifetime.IsOver(row.Written));
        }
    }

    public JoinedRow Add(object?[] key, object?[] row)
    {
        if (_rows.Get(key) is not { } rows)
        {
            _rows.Put(key, rows = []);
        }

        var added = new JoinedRow(row, lifetime.Now);
        rows.Add(added);
        return added;
    }

    /// <summary>Null when it isn't there.</summary>
    public JoinedRow? Remove(object?[] key, object?[] row)
    {
        var rows = Of(key);
        var at = rows.FindIndex(kept => Values.AreSame(kept.Row, row));
        if (at < 0)
        {
            return null;
        }

        var removed = rows[at];
        rows.RemoveAt(at);
        if (rows.Count == 0)
        {
            _rows.Remove(key);
        }

        return removed;
    }

    /// <summary>Takes away and gives all that are over.</summary>
    public List<JoinedRow> RemoveWhere(Predicate<JoinedRow> isOver)
    {
        var removed = new List<JoinedRow>();
        foreach (var (key, _) in _rows.All.Where(each => each.Value.Exists(isOver)).ToList())
        {
            var rows = _rows.Get(key)!;
            removed.AddRange(rows.FindAll(isOver));
            rows.RemoveAll(isOver);
            if (rows.Count == 0)
            {
                _rows.Remove(key);
            }
        }

        return removed;
    }

    public void Save(StateWriter to) => _rows.Save(to);

    /// <returns>The rows, in the order in which they were saved, others' as well.</returns>
    public IEnumerable<JoinedRow> Restore(StateReader from) => _rows.Restore(from).SelectMany(each => each.Value);

    /// <summary>When each was written: behind the state of both sides.</summary>
    public void SaveTimes(StateWriter to) =>
        WrittenTimes.Save(to, lifetime, _rows.Saved(to).SelectMany(rows => rows).Select(row => row.Written));

    /// <param name="restored">By <see cref="Restore(StateReader)"/>.</param>
    public void RestoreTimes(StateReader from, IEnumerable<JoinedRow> restored)
    {
        foreach (var (row, written) in restored.Zip(WrittenTimes.Restore(from, lifetime)))
        {
            row.Written = written;
        }
    }

    private static void Save(StateWriter to, List<JoinedRow> rows)
    {
        to.Count(rows.Count);
        foreach (var row in rows)
        {
            to.Row(row.Row);
            to.Number(row.Matches);
        }
    }

    private static List<JoinedRow> Restore(StateReader from, StateLifetime lifetime) =>
        [
            .. Enumerable
                .Range(0, from.Count())
                .Select(_ => new JoinedRow(from.Row(), lifetime.Now) { Matches = from.Number() }),
        ];
}
