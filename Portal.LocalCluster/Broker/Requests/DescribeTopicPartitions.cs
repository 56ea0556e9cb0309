using Portal.Kafka.Messages;
using Portal.Kafka.Wire;
using Portal.LocalCluster.Topics;

namespace Portal.LocalCluster.Broker.Requests;

/// <summary>Topics by name order, at most so many partitions an answer, with a cursor to go on from.</summary>
internal static class DescribeTopicPartitions
{
    private const int MostPartitions = 2000;

    public static DescribeTopicPartitionsResponse Answer(Exchange on, DescribeTopicPartitionsRequest request)
    {
        var state = on.State;
        var left = Math.Clamp(request.ResponsePartitionLimit, 1, MostPartitions);
        var topics = new List<DescribeTopicPartitionsResponse.Topic>();
        foreach (var name in Names(on, request))
        {
            if (left == 0)
            {
                return Page(topics, name, 0);
            }

            var from = name == request.From?.TopicName ? request.From.PartitionIndex : 0;
            var described = Described(on, name, Math.Max(from, 0), left);
            topics.Add(described);
            left -= described.Partitions.Length;
            var next = from + described.Partitions.Length;
            if (next < (state.Find(name)?.Partitions.Length ?? 0))
            {
                return Page(topics, name, next);
            }
        }

        return new() { Topics = [.. topics] };
    }

    private static IEnumerable<string> Names(Exchange on, DescribeTopicPartitionsRequest request)
    {
        var names =
            request.Topics.Length == 0
                ? on.State.Topics.Keys.Where(name => on.MayOnTopic(AclOperation.Describe, name))
                : request.Topics.Select(topic => topic.Name);
        return names
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)
            .Where(name => string.CompareOrdinal(name, request.From?.TopicName ?? "") >= 0);
    }

    private static DescribeTopicPartitionsResponse Page(
        List<DescribeTopicPartitionsResponse.Topic> topics,
        string name,
        int partition
    ) =>
        new()
        {
            Topics = [.. topics],
            NextCursor = new() { TopicName = name, PartitionIndex = partition },
        };

    private static DescribeTopicPartitionsResponse.Topic Described(Exchange on, string name, int from, int most)
    {
        if (!on.MayOnTopic(AclOperation.Describe, name))
        {
            return new() { Name = name, Error = ErrorCode.TopicAuthorizationFailed };
        }

        var state = on.State;
        if (state.Find(name) is not { } topic)
        {
            var error = TopicName.Fault(name) is null
                ? ErrorCode.UnknownTopicOrPartition
                : ErrorCode.InvalidTopicException;
            return new() { Name = name, Error = error };
        }

        return new()
        {
            Name = name,
            TopicId = topic.Id,
            TopicAuthorizedOperations = AuthorizedOperations.OfTopic(on, name),
            Partitions =
            [
                .. topic
                    .Partitions.Select((partition, number) => Described(state, partition, number))
                    .Skip(from)
                    .Take(most),
            ],
        };
    }

    private static DescribeTopicPartitionsResponse.Partition Described(
        ClusterState state,
        Partition partition,
        int number
    ) =>
        new()
        {
            Error = partition.Leader == Partition.NoLeader ? ErrorCode.LeaderNotAvailable : ErrorCode.None,
            PartitionIndex = number,
            LeaderId = partition.Leader,
            LeaderEpoch = partition.LeaderEpoch,
            ReplicaNodes = [.. partition.Replicas],
            IsrNodes = [.. partition.InSync],
            // Java clients take an absent list for a bug of the broker's.
            EligibleLeaderReplicas = [],
            LastKnownElr = [],
            OfflineReplicas = [.. partition.Replicas.Where(replica => !state.Lives(replica))],
        };
}
