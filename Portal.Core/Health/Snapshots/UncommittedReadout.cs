using System.Collections.Immutable;

namespace Portal.Core.Health.Snapshots;

/// <summary>Compares what a group's members were assigned with what it committed.</summary>
/// <param name="partitions">A topic's, by its name; null: it isn't there.</param>
internal sealed class UncommittedReadout(Func<string, PartitionSnapshot[]?> partitions)
{
    // One for all groups of a snapshot, of which there are thousands.
    private readonly HashSet<(string Topic, int Partition)> _committed = [];
    private readonly List<Uncommitted> _found = [];

    /// <summary>By topic and partition. None of a share group, which commits no offsets, nor while it isn't known who is in it.</summary>
    public ImmutableArray<Uncommitted> Of(
        GroupType type,
        Membership? membership,
        IReadOnlyCollection<GroupReadout.Place> places
    )
    {
        if (membership is not { Answered: true, Members: { Length: > 0 } members } || type == GroupType.Share)
        {
            return [];
        }

        _committed.Clear();
        _found.Clear();
        foreach (var place in places)
        {
            _committed.Add((place.Position.Topic, place.Position.Partition));
        }

        foreach (var assigned in members.SelectMany(member => member.Assigned ?? []))
        {
            foreach (var partition in assigned.Partitions)
            {
                if (!_committed.Contains((assigned.Topic, partition)) && Holds(assigned.Topic, partition))
                {
                    _found.Add(new Uncommitted(assigned.Topic, partition));
                }
            }
        }

        return [.. _found.OrderBy(p => p.Topic, StringComparer.Ordinal).ThenBy(p => p.Partition)];
    }

    // Of an empty partition nothing is unread, wherever a reader begins.
    private bool Holds(string topic, int partition) =>
        partitions(topic) is { } known
        && partition < known.Length
        && !(known[partition] is { First: { } first, End: { } end } && first >= end);
}
