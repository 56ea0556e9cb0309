using Portal.LocalCluster.Streams.State;
using Portal.LocalCluster.Streams.Types;

namespace Portal.LocalCluster.Streams.Operators;

/// <summary>
/// A topic of upserts as a changelog: the last row of each key is kept, so that it can be withdrawn when the next one comes. A delete has only
/// its key.
/// </summary>
public sealed class Normalize(int[] key, StateLifetime lifetime, string layout) : Operator
{
    private readonly KeyedState<object?[]> _rows = new(
        lifetime,
        EntryForm.Unkeyed((to, row) => to.Row(row), from => from.Row(), row => Array.ConvertAll(key, i => row[i]))
    );

    public override long StateRows => _rows.Count;

    public override string? Layout => layout;

    public override RowKey? KeyOf(int input) => RowKey.Places(key);

    protected override void Process(int input, Change change)
    {
        var of = Array.ConvertAll(key, i => change.Row[i]);
        var before = _rows.Look(of);
        if (!change.Adds)
        {
            if (before is not null)
            {
                _rows.Remove(of);
                Emit(RowKind.Delete, before);
            }

            return;
        }

        _rows.Put(of, change.Row);
        if (before is null)
        {
            Emit(RowKind.Insert, change.Row);
        }
        else if (!lifetime.IsEndless || !Values.AreSame(before, change.Row))
        {
            // Where state has a lifetime, as in Flink also what is the same: what comes of it further on would be forgotten.
            Emit(RowKind.UpdateBefore, before);
            Emit(RowKind.UpdateAfter, change.Row);
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
