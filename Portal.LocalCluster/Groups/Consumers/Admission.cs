using Portal.Kafka.Messages;
using Portal.Kafka.Wire;
using Portal.LocalCluster.Topics;

namespace Portal.LocalCluster.Groups.Consumers;

/// <summary>Whether a heartbeat is from a member, or from who becomes one.</summary>
internal static class Admission
{
    /// <summary>The group with the member in it, or why not.</summary>
    public static (ConsumerGroupState Group, ConsumerMember? Member, Refusal? Refused) Admit(
        ConsumerGroupState group,
        ConsumerGroupHeartbeatRequest request,
        IReadOnlyCollection<PartitionOf>? owned
    )
    {
        if (request is { MemberEpoch: HeartbeatFault.Joins, InstanceId: { } instance })
        {
            return Static(group, request, instance);
        }

        var (member, refusal) = Known(group, request);
        if (member is null && request.MemberEpoch == HeartbeatFault.Joins)
        {
            member = new ConsumerMember(request.MemberId);
            return (group.With(member), member, null);
        }

        refusal ??= EpochFault(member!, request.MemberEpoch, owned);
        return refusal is null ? (group, member, null) : (group, null, refusal);
    }

    /// <summary>The member that the request names by its id, or by the name that it keeps over restarts.</summary>
    public static (ConsumerMember? Member, Refusal? Refused) Known(
        ConsumerGroupState group,
        ConsumerGroupHeartbeatRequest request
    )
    {
        if (request.InstanceId is not { } instance)
        {
            return group.Find(request.MemberId) is { } dynamic ? (dynamic, null) : (null, Unknown(request));
        }

        return group.FindInstance(instance) switch
        {
            null => (null, new(ErrorCode.UnknownMemberId, $"Instance id {instance} is unknown.")),
            { } other when other.Id != request.MemberId => (
                null,
                new(
                    ErrorCode.FencedInstanceId,
                    $"Static member {request.MemberId} with instance id {instance} was fenced by member {other.Id}."
                )
            ),
            var member => (member, null),
        };
    }

    private static (ConsumerGroupState Group, ConsumerMember? Member, Refusal? Refused) Static(
        ConsumerGroupState group,
        ConsumerGroupHeartbeatRequest request,
        string instance
    )
    {
        if (group.FindInstance(instance) is not { } earlier)
        {
            var newcomer = new ConsumerMember(request.MemberId) { InstanceId = instance };
            return (group.With(newcomer), newcomer, null);
        }

        if (earlier.Epoch != ConsumerMember.AwayEpoch && earlier.Id != request.MemberId)
        {
            var words =
                $"Static member {request.MemberId} with instance id {instance} cannot join the group because the instance id is "
                + $"owned by {earlier.Id} member.";
            return (group, null, new(ErrorCode.UnreleasedInstanceId, words));
        }

        var back = earlier with { Id = request.MemberId, Epoch = HeartbeatFault.Joins, PreviousEpoch = earlier.Epoch };
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

    private static Refusal Unknown(ConsumerGroupHeartbeatRequest request) =>
        new(ErrorCode.UnknownMemberId, $"Member {request.MemberId} is not a member of group {request.GroupId}.");
}
