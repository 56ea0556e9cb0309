using Portal.LocalCluster.Groups.Consumers;

namespace Portal.LocalCluster.Groups;

public sealed partial class OffsetStore
{
    /// <summary>Whether an open transaction may yet change what the group committed on the partition.</summary>
    public bool IsUnstable(string group, PartitionOf partition)
    {
        lock (_gate)
        {
            return _groups.TryGetValue(group, out var stored)
                && stored.Pending.Values.Any(offsets => offsets.ContainsKey(partition));
        }
    }

    /// <summary>Whether a transaction that is open commits offsets of the group.</summary>
    public bool HasPending(string group)
    {
        lock (_gate)
        {
            return _groups.TryGetValue(group, out var stored) && stored.Pending.Count > 0;
        }
    }

    private PartitionOf[] PartitionsOf(string group)
    {
        lock (_gate)
        {
            return _groups.TryGetValue(group, out var stored)
                ? [.. stored.Offsets.Keys.Union(stored.Pending.Values.SelectMany(offsets => offsets.Keys))]
                : [];
        }
    }

    /// <param name="Order">Rises with every commit, also of one that is pending: of two the later counts.</param>
    private readonly record struct RecordedOffset(CommittedOffset Offset, long Order);

    /// <param name="Pending">By the producer whose transaction is open.</param>
    private sealed record StoredGroup(
        string ProtocolType,
        Dictionary<PartitionOf, RecordedOffset> Offsets,
        Dictionary<long, Dictionary<PartitionOf, RecordedOffset>> Pending
    )
    {
        /// <summary>Members and epochs of a group of the new protocol; null for a classic one.</summary>
        public ConsumerGroupState? Consumers { get; init; }

        public bool IsNewest(RecordedOffset recorded) =>
            !Offsets.TryGetValue(recorded.Offset.Partition, out var present) || present.Order < recorded.Order;

        public void Take(OffsetEvent.Pending pending, long order)
        {
            if (!Pending.TryGetValue(pending.ProducerId, out var offsets))
            {
                Pending[pending.ProducerId] = offsets = [];
            }

            foreach (var offset in pending.Offsets)
            {
                offsets[offset.Partition] = new(offset, order);
            }
        }

        public void End(long producer, bool isCommit)
        {
            if (!Pending.Remove(producer, out var offsets) || !isCommit)
            {
                return;
            }

            foreach (var recorded in offsets.Values.Where(IsNewest))
            {
                Offsets[recorded.Offset.Partition] = recorded;
            }
        }

        public void Forget(PartitionOf partition)
        {
            Offsets.Remove(partition);
            foreach (var offsets in Pending.Values)
            {
                offsets.Remove(partition);
            }
        }
    }
}
