using Portal.Kafka.Messages;
using Portal.LocalCluster.Topics;

namespace Portal.LocalCluster.Groups.Consumers;

/// <param name="ClientId">Who sent it.</param>
/// <param name="Topics">The cluster's topics now.</param>
/// <param name="MayDescribe">Whether who sent it may know of a topic: a pattern matches no others.</param>
public sealed record HeartbeatContext(
    string ClientId,
    string ClientHost,
    ClusterState Topics,
    Func<string, bool> MayDescribe
);

/// <summary>What a heartbeat makes of a group.</summary>
internal static class ConsumerHeartbeat
{
    public static (ConsumerGroupState Group, ConsumerMember? Member, Refusal? Refused) After(
        ConsumerGroupState group,
        ConsumerGroupHeartbeatRequest request,
        HeartbeatContext context
    )
    {
        var owned = Owned(request);
        var (admitted, member, refused) = Admission.Admit(group, request, owned);
        if (member is null)
        {
            return (group, null, refused);
        }

        var updated = Updated(member, request, context);
        var next = MemberUpdate.Applied(group, admitted, member, updated, context.Topics);
        var (stepped, step) = MemberUpdate.Step(next, updated.Id, owned, context.Topics);
        return (stepped, step, null);
    }

    public static IReadOnlyCollection<PartitionOf>? Owned(ConsumerGroupHeartbeatRequest request) =>
        request
            .TopicPartitions?.SelectMany(topic =>
                topic.Partitions.Select(number => new PartitionOf(topic.TopicId, number))
            )
            .ToHashSet();

    /// <summary>What isn't said has not changed.</summary>
    private static ConsumerMember Updated(
        ConsumerMember member,
        ConsumerGroupHeartbeatRequest request,
        HeartbeatContext context
    )
    {
        var regex = request.SubscribedTopicRegex ?? member.TopicRegex;
        return member with
        {
            Classic = null,
            InstanceId = request.InstanceId ?? member.InstanceId,
            RackId = request.RackId ?? member.RackId,
            ClientId = context.ClientId,
            ClientHost = context.ClientHost,
            RebalanceTimeoutMs =
                request.RebalanceTimeoutMs < 0 ? member.RebalanceTimeoutMs : request.RebalanceTimeoutMs,
            Assignor = request.ServerAssignor ?? member.Assignor,
            TopicNames = request.SubscribedTopicNames is { } names
                ? MemberUpdate.Sorted(member.TopicNames, names)
                : member.TopicNames,
            TopicRegex = regex,
            Matched = string.IsNullOrEmpty(regex)
                ? []
                : MemberUpdate.Sorted(
                    member.Matched,
                    TopicPattern.Match(regex, context.Topics.Topics.Keys.Where(context.MayDescribe))
                ),
        };
    }
}
