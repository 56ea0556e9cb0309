using System.Collections.Immutable;

namespace Portal.LocalCluster.Groups.Consumers;

/// <summary>One step of a member towards what it is meant to have: it gives up first, then it gets what others have given up.</summary>
internal static class Reconciliation
{
    /// <param name="owned">What the member says it has; null when it says nothing of it.</param>
    public static ConsumerMember Next(
        ConsumerGroupState group,
        ConsumerMember member,
        IReadOnlyCollection<PartitionOf>? owned
    ) =>
        member.State switch
        {
            MemberState.Stable when member.Epoch == group.TargetEpoch => member,
            MemberState.UnrevokedPartitions when StillOwns(owned, member.PendingRevocation) => member,
            MemberState.UnrevokedPartitions => Toward(group, member, member.Epoch + 1, owned),
            _ => Toward(group, member, member.Epoch, owned),
        };

    private static ConsumerMember Toward(
        ConsumerGroupState group,
        ConsumerMember member,
        int epoch,
        IReadOnlyCollection<PartitionOf>? owned
    )
    {
        var target = member.Target.ToHashSet();
        ImmutableArray<OwnedPartition> kept = [.. member.Assigned.Where(each => target.Contains(each.Partition))];
        ImmutableArray<OwnedPartition> revoked = [.. member.Assigned.Where(each => !target.Contains(each.Partition))];
        if (revoked.Length > 0 && StillOwns(owned, revoked))
        {
            return member with
            {
                State = MemberState.UnrevokedPartitions,
                Epoch = epoch,
                PreviousEpoch = member.Epoch,
                Assigned = kept,
                PendingRevocation = revoked,
            };
        }

        // What it has just given up itself is free as soon as this step is done, not in it.
        var others = group.Members.Where(each => each.Id != member.Id).SelectMany(each => each.Held);
        var held = others.Concat(member.Held).Select(each => each.Partition).ToHashSet();
        var missing = target.Except(kept.Select(each => each.Partition)).ToArray();
        var free = missing.Where(partition => !held.Contains(partition)).ToArray();
        return member with
        {
            State = free.Length < missing.Length ? MemberState.UnreleasedPartitions : MemberState.Stable,
            Epoch = group.TargetEpoch,
            PreviousEpoch = member.Epoch,
            Assigned = kept.AddRange(free.Select(partition => new OwnedPartition(partition, group.TargetEpoch))),
            PendingRevocation = [],
        };
    }

    // A member that says nothing hasn't said that it gave anything up.
    private static bool StillOwns(IReadOnlyCollection<PartitionOf>? owned, IEnumerable<OwnedPartition> revoked) =>
        owned is null || revoked.Any(each => owned.Contains(each.Partition));
}
