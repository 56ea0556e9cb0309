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
    private readonly Dictionary<object, List<JoinedRow>> _rows = new(ValueComparer.Instance);

    public long Count { get; private set; }

    /// <summary>Null when one of the values is: it equals nothing.</summary>
    public object?[]? KeyOf(object?[] row)
    {
        var key = Array.ConvertAll(keys, k => k(row));
        return Array.Exists(key, value => value is null) ? null : key;
    }

    public List<JoinedRow> Of(object?[]? key)
    {
        if (key is null || !_rows.TryGetValue(key, out var rows))
        {
            return [];
        }

        if (!lifetime.IsEndless)
        {
            Count -= rows.RemoveAll(row => lifetime.IsOver(row.Written));
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
        if (!_rows.TryGetValue(key, out var rows))
        {
            _rows[key] = rows = [];
        }

        var added = new JoinedRow(row, lifetime.Now);
        rows.Add(added);
        Count++;
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
        Count--;
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
        foreach (var (key, rows) in _rows.ToList())
        {
            removed.AddRange(rows.FindAll(isOver));
            rows.RemoveAll(isOver);
            if (rows.Count == 0)
            {
                _rows.Remove(key);
            }
        }

        Count -= removed.Count;
        return removed;
    }

    public void Save(StateWriter to)
    {
        to.Count(_rows.Count);
        foreach (var (key, rows) in _rows)
        {
            to.Row((object?[])key);
            to.Count(rows.Count);
            foreach (var row in rows)
            {
                to.Row(row.Row);
                to.Number(row.Matches);
            }
        }
    }

    public void Restore(StateReader from)
    {
        for (var left = from.Count(); left > 0; left--)
        {
            var key = from.Row();
            for (var inside = from.Count(); inside > 0; inside--)
            {
                Add(key, from.Row()).Matches = from.Number();
            }
        }
    }

    /// <summary>When each was written: behind the state of both sides.</summary>
    public void SaveTimes(StateWriter to) => WrittenTimes.Save(to, lifetime, Rows.Select(row => row.Written));

    public void RestoreTimes(StateReader from)
    {
        foreach (var (row, written) in Rows.Zip(WrittenTimes.Restore(from, lifetime)))
        {
            row.Written = written;
        }
    }

    private IEnumerable<JoinedRow> Rows => _rows.Values.SelectMany(rows => rows);
}
