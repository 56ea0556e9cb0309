using System.Collections.Immutable;
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

/// <summary>What a heartbeat makes of a group: subscription, epoch, target, and the member's next step, in this order.</summary>
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
        var isNew = group.Members.Length < admitted.Members.Length;
        var next = admitted.With(updated);
        var topics = SubscribedTopics(next, context.Topics);
        if (isNew || !Same(member, updated) || !topics.SequenceEqual(next.Topics))
        {
            next = next with { Epoch = next.Epoch + 1, Topics = topics };
        }

        if (next.Epoch > next.TargetEpoch)
        {
            next = TargetAssignment.Renew(next, name => context.Topics.Find(name)?.Id);
        }

        var step = Reconciliation.Next(next, next.Find(updated.Id)!, owned);
        return (next.With(step), step, null);
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
            InstanceId = request.InstanceId ?? member.InstanceId,
            RackId = request.RackId ?? member.RackId,
            ClientId = context.ClientId,
            ClientHost = context.ClientHost,
            RebalanceTimeoutMs =
                request.RebalanceTimeoutMs < 0 ? member.RebalanceTimeoutMs : request.RebalanceTimeoutMs,
            Assignor = request.ServerAssignor ?? member.Assignor,
            TopicNames = request.SubscribedTopicNames is { } names
                ? Sorted(member.TopicNames, names)
                : member.TopicNames,
            TopicRegex = regex,
            Matched = string.IsNullOrEmpty(regex)
                ? []
                : Sorted(
                    member.Matched,
                    TopicPattern.Match(regex, context.Topics.Topics.Keys.Where(context.MayDescribe))
                ),
        };
    }

    /// <summary>The same array as before when the names are the same: what is equal isn't journalled again.</summary>
    private static ImmutableArray<string> Sorted(ImmutableArray<string> before, IEnumerable<string> names)
    {
        ImmutableArray<string> sorted = [.. names.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        return sorted.SequenceEqual(before, StringComparer.Ordinal) ? before : sorted;
    }

    private static bool Same(ConsumerMember before, ConsumerMember after) =>
        before.TopicNames == after.TopicNames
        && before.Matched == after.Matched
        && before.TopicRegex == after.TopicRegex;

    private static ImmutableArray<SeenTopic> SubscribedTopics(ConsumerGroupState group, ClusterState topics) =>
        [
            .. group
                .Members.SelectMany(member => member.Subscribed)
                .Distinct(StringComparer.Ordinal)
                .Select(topics.Find)
                .OfType<Topic>()
                .Select(topic => new SeenTopic(topic.Id, topic.Partitions.Length))
                .OrderBy(topic => topic.Id),
        ];
}
