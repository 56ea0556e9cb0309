using Portal.Kafka.Messages;
using Portal.Kafka.Wire;
using Portal.LocalCluster.Topics;

namespace Portal.LocalCluster.Groups.Consumers;

/// <summary>Who a request says that it is from.</summary>
/// <param name="InstanceId">The name that a static member keeps over restarts.</param>
internal readonly record struct Sender(string GroupId, string MemberId, string? InstanceId);

/// <summary>Whether a heartbeat, or a join of the classic protocol, is from a member, or from who becomes one.</summary>
internal static class Admission
{
    /// <summary>The group with the member in it, or why not.</summary>
    public static (ConsumerGroupState Group, ConsumerMember? Member, Refusal? Refused) Admit(
        ConsumerGroupState group,
        ConsumerGroupHeartbeatRequest request,
        IReadOnlyCollection<PartitionOf>? owned
    )
    {
        var sender = new Sender(request.GroupId, request.MemberId, request.InstanceId);
        if (request is { MemberEpoch: HeartbeatFault.Joins, InstanceId: { } instance })
        {
            return Static(group, sender, instance, isClassic: false);
        }

        var (member, refusal) = Known(group, sender);
        if (member is null && request.MemberEpoch == HeartbeatFault.Joins)
        {
            member = new ConsumerMember(request.MemberId);
            return (group.With(member), member, null);
        }

        refusal ??= EpochFault(member!, request.MemberEpoch, owned);
        return refusal is null ? (group, member, null) : (group, null, refusal);
    }

    /// <summary>The same for a join of the classic protocol, which asks for no epoch.</summary>
    /// <param name="id">For a member that has none yet.</param>
    public static (ConsumerGroupState Group, ConsumerMember? Member, Refusal? Refused) Admit(
        ConsumerGroupState group,
        JoinGroupRequest request,
        string id
    )
    {
        var isNameless = request.MemberId.Length == 0;
        var sender = new Sender(request.GroupId, isNameless ? id : request.MemberId, request.GroupInstanceId);
        if (isNameless && sender.InstanceId is { } instance)
        {
            return Static(group, sender, instance, isClassic: true);
        }

        var (member, refused) = Known(group, sender);
        if (member is not null || sender.InstanceId is not null)
        {
            return (group, member, refused);
        }

        member = new ConsumerMember(sender.MemberId);
        return (group.With(member), member, null);
    }

    /// <summary>The member that the request names by its id, or by the name that it keeps over restarts.</summary>
    public static (ConsumerMember? Member, Refusal? Refused) Known(ConsumerGroupState group, Sender sender)
    {
        var (groupId, id, instanceId) = sender;
        if (instanceId is not { } instance)
        {
            return group.Find(id) is { } dynamic
                ? (dynamic, null)
                : (null, new(ErrorCode.UnknownMemberId, $"Member {id} is not a member of group {groupId}."));
        }

        return group.FindInstance(instance) switch
        {
            null => (null, new(ErrorCode.UnknownMemberId, $"Instance id {instance} is unknown.")),
            { } other when other.Id != id => (
                null,
                new(
                    ErrorCode.FencedInstanceId,
                    $"Static member {id} with instance id {instance} was fenced by member {other.Id}."
                )
            ),
            var member => (member, null),
        };
    }

    private static (ConsumerGroupState Group, ConsumerMember? Member, Refusal? Refused) Static(
        ConsumerGroupState group,
        Sender sender,
        string instance,
        bool isClassic
    )
    {
        if (group.FindInstance(instance) is not { } earlier)
        {
            var newcomer = new ConsumerMember(sender.MemberId) { InstanceId = instance };
            return (group.With(newcomer), newcomer, null);
        }

        // In the classic protocol the last to join has the instance id.
        var isHeld = !isClassic && earlier is { Classic: null, Epoch: not ConsumerMember.AwayEpoch };
        if (isHeld && earlier.Id != sender.MemberId)
        {
            var words =
                $"Static member {sender.MemberId} with instance id {instance} cannot join the group because the instance id is "
                + $"owned by {earlier.Id} member.";
            return (group, null, new(ErrorCode.UnreleasedInstanceId, words));
        }

        var back = earlier with { Id = sender.MemberId, Epoch = HeartbeatFault.Joins, PreviousEpoch = earlier.Epoch };
        return (group.Replaced(earlier, back), back, null);
    }

    /// <summary>
    /// A member an epoch behind hasn't heard the last answer: it goes on, unless it has partitions that it may have lost since.
    /// </summary>
    private static Refusal? EpochFault(ConsumerMember member, int epoch, IReadOnlyCollection<PartitionOf>? owned)
    {
        if (epoch == member.Epoch)
        {
            return null;
        }

        var assigned = member.Assigned.Select(each => each.Partition).ToHashSet();
        var unheard = epoch == member.PreviousEpoch && owned?.All(assigned.Contains) == true;
        return unheard && epoch < member.Epoch
            ? null
            : new(
                ErrorCode.FencedMemberEpoch,
                $"The consumer group member has a {(epoch > member.Epoch ? "greater" : "smaller")} member epoch ({epoch}) than the one "
                    + $"known by the group coordinator ({member.Epoch}). The member must abandon all its partitions and rejoin."
            );
    }
}
