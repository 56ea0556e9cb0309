using Portal.Kafka.Client;
using Portal.Kafka.Messages;
using Portal.Kafka.Wire;

namespace Portal.Kafka.Admin;

/// <param name="Offset">-1 where there is none: an error, or no record is as late as that.</param>
public sealed record FoundOffset(string Topic, int Partition, long Offset, long Timestamp, ErrorCode Error);

/// <param name="Bytes">Of this broker's copy.</param>
public sealed record ReplicaSize(int Broker, string Topic, int Partition, long Bytes);

public sealed partial class KafkaAdmin
{
    /// <summary>
    /// An offset for each partition of the topics as <see cref="Topics(IEnumerable{string}, CancellationToken)"/> found
    /// them; one request to each leader. Each partition has an answer, if only that nobody gave one.
    /// </summary>
    /// <param name="timestamp">Of each topic: milliseconds since 1970, or one of <see cref="OffsetSpec"/>.</param>
    public async Task<IReadOnlyList<FoundOffset>> Offsets(
        IEnumerable<MetadataResponse.Topic> topics,
        Func<string, long> timestamp,
        CancellationToken stop
    )
    {
        var asked =
            from topic in topics
            from partition in topic.Partitions
            group (topic.Name!, partition.PartitionIndex) by partition.LeaderId into led
            select Offsets(led.Key, [.. led], timestamp, stop);
        var answers = await Task.WhenAll(asked).ConfigureAwait(false);
        return [.. answers.SelectMany(answer => answer)];
    }

    /// <summary>Bytes of each copy on each broker, and the brokers that did not answer.</summary>
    public async Task<(IReadOnlyList<ReplicaSize> Sizes, IReadOnlyList<int> Silent)> Sizes(
        IReadOnlyCollection<MetadataResponse.Topic>? topics,
        CancellationToken stop
    )
    {
        var request = new DescribeLogDirsRequest
        {
            Topics = topics
                ?.Select(topic => new DescribeLogDirsRequest.AskedTopic
                {
                    Topic = topic.Name!,
                    Partitions = [.. topic.Partitions.Select(partition => partition.PartitionIndex)],
                })
                .ToArray(),
        };
        var brokers = (await client.Brokers(stop).ConfigureAwait(false)).Brokers;
        var answers = await Task.WhenAll(brokers.Select(broker => Sizes(broker.NodeId, request, stop)))
            .ConfigureAwait(false);
        return (
            [.. answers.SelectMany(answer => answer.Sizes ?? [])],
            [.. answers.Where(answer => answer.Sizes is null).Select(answer => answer.Broker)]
        );
    }

    private async Task<(int Broker, ReplicaSize[]? Sizes)> Sizes(
        int broker,
        DescribeLogDirsRequest request,
        CancellationToken stop
    )
    {
        try
        {
            var answer = await client.SendTo(broker, Call.Of(request), null, stop).ConfigureAwait(false);
            var isWhole = answer.Error == ErrorCode.None && answer.Results.All(dir => dir.Error == ErrorCode.None);
            var sizes =
                from dir in answer.Results
                from topic in dir.Topics
                from partition in topic.Partitions
                where !partition.IsFutureKey
                select new ReplicaSize(broker, topic.Name, partition.PartitionIndex, partition.PartitionSize);
            return (broker, isWhole ? [.. sizes] : null);
        }
        catch (KafkaException)
        {
            return (broker, null);
        }
    }

    private async Task<IEnumerable<FoundOffset>> Offsets(
        int leader,
        (string Topic, int Partition)[] led,
        Func<string, long> timestamp,
        CancellationToken stop
    )
    {
        if (leader < 0)
        {
            return led.Select(p => new FoundOffset(p.Topic, p.Partition, -1, -1, ErrorCode.LeaderNotAvailable));
        }
        var request = new ListOffsetsRequest
        {
            Topics =
            [
                .. led.GroupBy(p => p.Topic)
                    .Select(topic => new ListOffsetsRequest.Topic
                    {
                        Name = topic.Key,
                        Partitions =
                        [
                            .. topic.Select(p => new ListOffsetsRequest.Partition
                            {
                                PartitionIndex = p.Partition,
                                Timestamp = timestamp(p.Topic),
                            }),
                        ],
                    }),
            ],
        };
        try
        {
            var answer = await client.SendTo(leader, Call.Of(request), null, stop).ConfigureAwait(false);
            return from topic in answer.Topics
                from p in topic.Partitions
                select new FoundOffset(topic.Name, p.PartitionIndex, p.Offset, p.Timestamp, p.Error);
        }
        catch (KafkaException)
        {
            return led.Select(p => new FoundOffset(p.Topic, p.Partition, -1, -1, ErrorCode.NetworkException));
        }
    }
}
