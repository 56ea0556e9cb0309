using Portal.LocalCluster.Streams.State;
using Portal.LocalCluster.Streams.Types;

namespace Portal.LocalCluster.Streams.Operators;

/// <summary>
/// Before a table of upserts whose key isn't the result's own: several rows may have the same key. All are kept, the newest is what the table
/// shows, and when it goes the one before comes back.
/// </summary>
public sealed class Materialize(int[] key, StateLifetime lifetime, string layout) : Operator
{
    private readonly KeyedState<List<object?[]>> _rows = new(
        lifetime,
        EntryForm.Unkeyed(EntryForm.Save, EntryForm.Rows, rows => Array.ConvertAll(key, i => rows[0][i]))
    );

    public override long StateRows => _rows.Values.Sum(rows => (long)rows.Count);

    public override string? Layout => layout;

    public override RowKey? KeyOf(int input) => RowKey.Places(key);

    protected override void Process(int input, Change change)
    {
        var of = Array.ConvertAll(key, i => change.Row[i]);
        var rows = _rows.Get(of) ?? [];
        _rows.Put(of, rows);

        if (change.Adds)
        {
            rows.Add(change.Row);
            Emit(rows.Count == 1 ? RowKind.Insert : RowKind.UpdateAfter, change.Row);
            return;
        }

        var at = rows.FindLastIndex(row => Values.AreSame(row, change.Row));
        var wasShown = at >= 0 && at == rows.Count - 1;
        if (at >= 0)
        {
            rows.RemoveAt(at);
        }

        if (rows.Count == 0)
        {
            _rows.Remove(of);
        }

        if (wasShown)
        {
            Emit(rows.Count == 0 ? new Change(RowKind.Delete, change.Row) : new Change(RowKind.UpdateAfter, rows[^1]));
        }
    }

    public override void Expire() => _rows.Expire();

    public override void Save(StateWriter to)
    {
        _rows.Save(to);
        _rows.SaveTimes(to);
    }

    public override void Restore(StateReader from) => _rows.RestoreTimes(from, _rows.Restore(from));
}
