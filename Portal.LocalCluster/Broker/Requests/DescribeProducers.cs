using Portal.Kafka.Messages;
using Portal.Kafka.Wire;
using Portal.LocalCluster.Log;

namespace Portal.LocalCluster.Broker.Requests;

/// <summary>Who writes to a partition, and since which offset a transaction is open on it.</summary>
internal static class DescribeProducers
{
    public static DescribeProducersResponse Answer(Exchange on, DescribeProducersRequest request) =>
        new()
        {
            Topics =
            [
                .. request.Topics.Select(asked => new DescribeProducersResponse.Topic
                {
                    Name = asked.Name,
                    Partitions =
                    [
                        .. asked.PartitionIndexes.Distinct().Select(number => Describe(on, asked.Name, number)),
                    ],
                }),
            ],
        };

    private static DescribeProducersResponse.Partition Describe(Exchange on, string name, int number)
    {
        var topic = on.State.Find(name);
        var fault = on.MayOnTopic(AclOperation.Read, name)
            ? on.LeaderFault(topic, number)
            : ErrorCode.TopicAuthorizationFailed;
        return new()
        {
            PartitionIndex = number,
            Error = fault,
            ActiveProducers =
                fault == ErrorCode.None
                    ? [.. on.Cluster.Logs.Find(topic!.Id, number)?.Producers.Select(Described) ?? []]
                    : [],
        };
    }

    private static DescribeProducersResponse.Producer Described(ActiveProducer producer) =>
        new()
        {
            ProducerId = producer.Id,
            ProducerEpoch = producer.Last.Epoch,
            LastSequence = producer.Last.Batches is [.., var latest] ? latest.Last : -1,
            LastTimestamp = producer.Last.LastTimestamp,
            CoordinatorEpoch = producer.Last.CoordinatorEpoch,
            CurrentTxnStartOffset = producer.OpenSince ?? -1,
        };
}
