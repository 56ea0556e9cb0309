using Portal.LocalCluster.Streams.State;
using Portal.LocalCluster.Streams.Types;

namespace Portal.LocalCluster.Streams.Operators;

/// <summary>
/// GROUP BY without windows: each row changes the result of its group, so the former result is withdrawn and the new one sent. A group without
/// rows is deleted.
/// </summary>
public sealed class GroupAggregate(Func<object?[], object?>[] keys, IReadOnlyList<Aggregate> aggregates, string layout)
    : Operator
{
    private readonly Dictionary<object, Group> _groups = new(ValueComparer.Instance);

    public override long StateRows => _groups.Count;

    public override string? Layout => layout;

    protected override void Process(int input, Change change)
    {
        var key = Array.ConvertAll(keys, k => k(change.Row));
        if (!_groups.TryGetValue(key, out var group))
        {
            if (!change.Adds)
            {
                return; // It withdraws what never came.
            }

            group = new Group(aggregates);
            _groups[key] = group;
        }

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
        else if (!Values.AreSame(before, after))
        {
            Emit(RowKind.UpdateBefore, [.. key, .. before]);
            Emit(RowKind.UpdateAfter, [.. key, .. after]);
        }
    }

    public override void Save(StateWriter to)
    {
        to.Count(_groups.Count);
        foreach (var (key, group) in _groups)
        {
            to.Row((object?[])key);
            group.Save(to);
        }
    }

    public override void Restore(StateReader from)
    {
        for (var left = from.Count(); left > 0; left--)
        {
            _groups[from.Row()] = Group.Restore(aggregates, from);
        }
    }
}
