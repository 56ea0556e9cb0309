using Portal.Kafka.Messages;
using Portal.Kafka.Wire;
using Portal.LocalCluster.Groups;

namespace Portal.LocalCluster.Broker.Requests;

/// <summary>All of the partitions are added, or none.</summary>
internal static class AddPartitionsToTxn
{
    public static AddPartitionsToTxnResponse Answer(Exchange on, AddPartitionsToTxnRequest request)
    {
        var mayWrite = on.MayOnTransactionalId(AclOperation.Write, request.TransactionalId);
        var faults = request
            .Topics.SelectMany(topic => topic.Partitions.Select(number => (topic.Name, number)))
            .Distinct()
            .Select(each => (Partition: each, Error: Fault(on, each.Name, each.number)))
            .Where(each => mayWrite && each.Error != ErrorCode.None)
            .ToDictionary(each => each.Partition, each => each.Error);
        var error =
            !mayWrite ? ErrorCode.TransactionalIdAuthorizationFailed
            : faults.Count > 0 ? ErrorCode.OperationNotAttempted
            : Add(on, request);
        return new()
        {
            Results =
            [
                .. request.Topics.Select(topic => new AddPartitionsToTxnResponse.Topic
                {
                    Name = topic.Name,
                    Partitions =
                    [
                        .. topic.Partitions.Select(number => new AddPartitionsToTxnResponse.Partition
                        {
                            PartitionIndex = number,
                            Error = faults.GetValueOrDefault((topic.Name, number), error),
                        }),
                    ],
                }),
            ],
        };
    }

    private static ErrorCode Add(Exchange on, AddPartitionsToTxnRequest request)
    {
        PartitionOf[] partitions =
        [
            .. request.Topics.SelectMany(topic =>
                topic.Partitions.Select(number => PartitionOf(on, topic.Name, number)!.Value)
            ),
        ];
        var error =
            on.CoordinatorFault(request.TransactionalId) is var fault and not ErrorCode.None ? fault
            : request.TransactionalId.Length == 0 ? ErrorCode.InvalidRequest
            : on.Cluster.Transactions.Find(request.TransactionalId) is not { } transaction
                ? ErrorCode.InvalidProducerIdMapping
            : transaction.Add(request.ProducerId, request.ProducerEpoch, partitions, []);
        return on.Version < 2 ? FencedError.Older(error) : error;
    }

    private static ErrorCode Fault(Exchange on, string name, int number) =>
        !on.MayOnTopic(AclOperation.Write, name) ? ErrorCode.TopicAuthorizationFailed
        : PartitionOf(on, name, number) is null ? ErrorCode.UnknownTopicOrPartition
        : ErrorCode.None;

    private static PartitionOf? PartitionOf(Exchange on, string name, int number) =>
        on.State.Find(name) is { } topic && number >= 0 && number < topic.Partitions.Length
            ? new PartitionOf(topic.Id, number)
            : null;
}
