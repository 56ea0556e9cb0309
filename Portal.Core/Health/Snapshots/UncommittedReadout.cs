using System.Collections.Immutable;

namespace Portal.Core.Health.Snapshots;

/// <summary>Compares what a group's members were assigned with what it committed.</summary>
/// <param name="partitions">A topic's, by its name; null: it isn't there.</param>
internal sealed class UncommittedReadout(Func<string, PartitionSnapshot[]?> partitions)
{
    // One for all groups of a snapshot, of which there are thousands.
    private readonly HashSet<(string Topic, int Partition)> _committed = [];

    /// <summary>By topic and partition. None of a share group, which commits no offsets, nor while it isn't known who is in it.</summary>
    public ImmutableArray<Uncommitted> Of(
        GroupType type,
        Membership? membership,
        IReadOnlyCollection<GroupPartition> places
    )
    {
        if (membership is not { Answered: true, Members: { Length: > 0 } members } || type == GroupType.Share)
        {
            return [];
        }

        _committed.Clear();
        _committed.UnionWith(places.Select(p => (p.Topic, p.Partition)));
        return
        [
            .. from member in members
            from assigned in member.Assigned ?? []
            from partition in assigned.Partitions
            where !_committed.Contains((assigned.Topic, partition)) && Holds(assigned.Topic, partition)
            orderby assigned.Topic, partition
            select new Uncommitted(assigned.Topic, partition),
        ];
    }

    // Of an empty partition nothing is unread, wherever a reader begins.
    private bool Holds(string topic, int partition) =>
        partitions(topic) is { } known
        && partition < known.Length
        && !(known[partition] is { First: { } first, End: { } end } && first >= end);
}
