using Portal.LocalCluster.Streams.State;
using Portal.LocalCluster.Streams.Types;

namespace Portal.LocalCluster.Streams.Operators;

/// <summary>
/// GROUP BY without windows: each row changes the result of its group, so the former result is withdrawn and the new one sent. A group without
/// rows is deleted.
/// </summary>
public sealed class GroupAggregate(
    Func<object?[], object?>[] keys,
    IReadOnlyList<Aggregate> aggregates,
    StateLifetime lifetime,
    string layout
) : Operator
{
    private readonly KeyedState<Group> _groups = new(
        lifetime,
        EntryForm.Keyed<Group>((to, group) => group.Save(to), from => Group.Restore(aggregates, from))
    );

    public override long StateRows => _groups.Values.Sum(group => 1 + group.Kept);

    public override string? Layout => layout;

    public override RowKey? KeyOf(int input) => RowKey.Columns(keys);

    protected override void Process(int input, Change change)
    {
        var key = Array.ConvertAll(keys, k => k(change.Row));
        var group = _groups.Get(key);
        if (group is null)
        {
            if (!change.Adds)
            {
                return; // It withdraws what never came, or what is forgotten.
            }

            group = new Group(aggregates);
        }

        _groups.Put(key, group);

        var isNew = group.Rows == 0;
        var before = isNew ? [] : group.Values;
        group.Add(change);
        if (group.Rows <= 0)
        {
            _groups.Remove(key);
            Emit(RowKind.Delete, [.. key, .. before]);
            return;
        }

        var after = group.Values;
        if (isNew)
        {
            Emit(RowKind.Insert, [.. key, .. after]);
        }
        else if ((!lifetime.IsEndless && after.Length > 0) || !Values.AreSame(before, after))
        {
            // Where state has a lifetime, as in Flink also what is the same: what comes of it further on would be forgotten. Keys alone (DISTINCT) are
            // never sent again: who reads them is planned for rows that only come.
            Emit(RowKind.UpdateBefore, [.. key, .. before]);
            Emit(RowKind.UpdateAfter, [.. key, .. after]);
        }
    }

    public override void Expire() => _groups.Expire();

    public override void Save(StateWriter to)
    {
        _groups.Save(to);
        _groups.SaveTimes(to);
    }

    public override void Restore(StateReader from) => _groups.RestoreTimes(from, _groups.Restore(from));
}
