using Portal.LocalCluster.Streams.State;
using Portal.LocalCluster.Streams.Types;

namespace Portal.LocalCluster.Streams.Operators;

/// <summary>Which rows before a row belong to its aggregate.</summary>
/// <param name="IsRows">Counted in rows; else rows of one time belong together, and it is counted in milliseconds.</param>
/// <param name="Preceding">So many before; null: all.</param>
public sealed record OverFrame(bool IsRows, long? Preceding)
{
    public override string ToString() =>
        $"{(IsRows ? "ROWS" : "RANGE")} BETWEEN {(Preceding is { } most ? $"{most}" : "UNBOUNDED")} PRECEDING AND CURRENT ROW";
}

/// <summary>What OVER keeps of one partition: its aggregates, the rows that are in the frame, and those whose time hasn't come.</summary>
internal sealed class OverGroup(IReadOnlyList<Aggregate> aggregates)
{
    private readonly SortedDictionary<long, List<object?[]>> _rows = [];
    private Group _group = new(aggregates);
    private long _counted;

    /// <summary>Rows up to this time were looked at. As in Flink it begins in 1970, so that bounded frames leave out what is older.</summary>
    public long LookedAt { get; set; }

    /// <summary>From when on nothing of it is needed.</summary>
    public long? OverAt { get; set; }

    /// <summary>In rows of state.</summary>
    public long Size { get; private set; } = 1;

    /// <summary>True when it is the first row of its time.</summary>
    public bool Wait(long at, object?[] row)
    {
        Size++;
        if (_rows.TryGetValue(at, out var same))
        {
            same.Add(row);
            return false;
        }

        _rows[at] = [row];
        return true;
    }

    /// <summary>The time of these rows has come: each is given with its aggregates.</summary>
    public void Take(long at, OverFrame frame, Action<object?[], object?[]> emit)
    {
        if (!_rows.TryGetValue(at, out var rows))
        {
            return;
        }

        Size -= _group.Kept;
        if (frame.IsRows)
        {
            TakeEach(rows, frame, emit);
        }
        else
        {
            TakeTogether(at, rows, frame, emit);
        }

        if (frame.Preceding is null)
        {
            Drop(at);
        }

        Size += _group.Kept;
    }

    private void TakeEach(List<object?[]> rows, OverFrame frame, Action<object?[], object?[]> emit)
    {
        foreach (var row in rows.ToArray())
        {
            if (frame.Preceding is { } most && _counted > most)
            {
                var (time, oldest) = _rows.First();
                _group.Add(new(RowKind.Delete, oldest[0]));
                oldest.RemoveAt(0);
                Size--;
                if (oldest.Count == 0)
                {
                    _rows.Remove(time);
                }
            }
            else
            {
                _counted++;
            }

            _group.Add(Change.Insert(row));
            emit(row, _group.Values);
        }
    }

    private void TakeTogether(long at, List<object?[]> rows, OverFrame frame, Action<object?[], object?[]> emit)
    {
        if (frame.Preceding is { } most)
        {
            foreach (var time in _rows.Keys.TakeWhile(time => at - time > most).ToList())
            {
                _rows[time].ForEach(row => _group.Add(new(RowKind.Delete, row)));
                Drop(time);
            }
        }

        rows.ForEach(row => _group.Add(Change.Insert(row)));
        var values = _group.Values;
        rows.ForEach(row => emit(row, values));
    }

    private void Drop(long time)
    {
        Size -= _rows[time].Count;
        _rows.Remove(time);
    }

    public void Save(StateWriter to)
    {
        _group.Save(to);
        to.Row([_counted, LookedAt, OverAt]);
        to.Count(_rows.Count);
        foreach (var (at, rows) in _rows)
        {
            to.Number(at);
            to.Count(rows.Count);
            rows.ForEach(to.Row);
        }
    }

    public static OverGroup Restore(IReadOnlyList<Aggregate> aggregates, StateReader from)
    {
        var restored = new OverGroup(aggregates) { _group = Group.Restore(aggregates, from) };
        var row = from.Row();
        (restored._counted, restored.LookedAt, restored.OverAt) = ((long)row[0]!, (long)row[1]!, (long?)row[2]);
        for (var left = from.Count(); left > 0; left--)
        {
            var at = from.Number();
            for (var inside = from.Count(); inside > 0; inside--)
            {
                restored.Wait(at, from.Row());
            }
        }

        restored.Size += restored._group.Kept;
        return restored;
    }
}
