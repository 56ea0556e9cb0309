using Portal.Kafka.Messages;
using Portal.LocalCluster.Topics;

namespace Portal.LocalCluster.Groups.Consumers;

public sealed partial class ConsumerGroup
{
    private const sbyte ClassicMemberType = 0;
    private const sbyte ConsumerMemberType = 1;

    /// <param name="topics">For the names of the topics that were assigned; what is gone isn't shown.</param>
    public ConsumerGroupDescribeResponse.Group Described(ClusterState topics)
    {
        var state = State;
        return new()
        {
            GroupId = Id,
            GroupState = state.Name,
            GroupEpoch = state.Epoch,
            AssignmentEpoch = state.TargetEpoch,
            AssignorName = state.Assignor,
            Members =
            [
                .. state.Members.Select(member => new ConsumerGroupDescribeResponse.Member
                {
                    MemberId = member.Id,
                    InstanceId = member.InstanceId,
                    RackId = member.RackId,
                    MemberEpoch = member.Epoch,
                    ClientId = member.ClientId,
                    ClientHost = member.ClientHost,
                    SubscribedTopicNames = [.. member.TopicNames],
                    SubscribedTopicRegex = member.TopicRegex ?? "",
                    Assignment = Named(topics, member.Assigned.Select(owned => owned.Partition)),
                    TargetAssignment = Named(topics, member.Target),
                    MemberType = member.Classic is null ? ConsumerMemberType : ClassicMemberType,
                }),
            ],
        };
    }

    /// <summary>Whether a member reads the topic now.</summary>
    public bool Reads(string topic) =>
        State.Members.Any(member => member.Subscribed.Contains(topic, StringComparer.Ordinal));

    private static ConsumerGroupDescribeResponse.MemberAssignment Named(
        ClusterState topics,
        IEnumerable<PartitionOf> partitions
    ) =>
        new()
        {
            TopicPartitions =
            [
                .. partitions
                    .GroupBy(partition => topics.Find(partition.Topic))
                    .Where(topic => topic.Key is not null)
                    .Select(topic => new ConsumerGroupDescribeResponse.TopicPartition
                    {
                        TopicId = topic.Key!.Id,
                        TopicName = topic.Key.Name,
                        Partitions = [.. topic.Select(partition => partition.Number).Order()],
                    }),
            ],
        };
}
