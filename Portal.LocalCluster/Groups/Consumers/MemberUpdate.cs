using System.Collections.Immutable;
using Portal.LocalCluster.Topics;

namespace Portal.LocalCluster.Groups.Consumers;

/// <summary>What a member that came or changed makes of its group: epoch, target, and the member's next step, in this order.</summary>
internal static class MemberUpdate
{
    /// <summary>The group with the member as it is now: in a new epoch when it, or a topic, changes what there is to assign.</summary>
    /// <param name="admitted">The group with the member in it, as it was.</param>
    public static ConsumerGroupState Applied(
        ConsumerGroupState before,
        ConsumerGroupState admitted,
        ConsumerMember member,
        ConsumerMember updated,
        ClusterState topics
    )
    {
        var isNew = before.Members.Length < admitted.Members.Length;
        var next = admitted.With(updated);
        var subscribed = SubscribedTopics(next, topics);
        return isNew || !HaveSameSubscription(member, updated) || !subscribed.SequenceEqual(next.Topics)
            ? next with
            {
                Epoch = next.Epoch + 1,
                Topics = subscribed,
            }
            : next;
    }

    /// <param name="owned">What the member says it has; null when it says nothing of it.</param>
    public static (ConsumerGroupState Group, ConsumerMember Member) Step(
        ConsumerGroupState group,
        string member,
        IReadOnlyCollection<PartitionOf>? owned,
        ClusterState topics
    )
    {
        if (group.Epoch > group.TargetEpoch)
        {
            group = TargetAssignment.Renew(group, name => topics.Find(name)?.Id);
        }

        var step = Reconciliation.Next(group, group.Find(member)!, owned);
        return (group.With(step), step);
    }

    public static ImmutableArray<SeenTopic> SubscribedTopics(ConsumerGroupState group, ClusterState topics) =>
        [
            .. group
                .Members.SelectMany(member => member.Subscribed)
                .Distinct(StringComparer.Ordinal)
                .Select(topics.Find)
                .OfType<Topic>()
                .Select(topic => new SeenTopic(topic.Id, topic.Partitions.Length))
                .OrderBy(topic => topic.Id),
        ];

    /// <summary>The same array as before when the names are the same: what is equal isn't journalled again.</summary>
    public static ImmutableArray<string> Sorted(ImmutableArray<string> before, IEnumerable<string> names)
    {
        ImmutableArray<string> sorted = [.. names.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        return sorted.SequenceEqual(before, StringComparer.Ordinal) ? before : sorted;
    }

    private static bool HaveSameSubscription(ConsumerMember before, ConsumerMember after) =>
        before.TopicNames == after.TopicNames
        && before.Matched == after.Matched
        && before.TopicRegex == after.TopicRegex;
}
