using Portal.Kafka.Messages;
using Portal.Kafka.Wire;
using Portal.LocalCluster.Groups;

namespace Portal.LocalCluster.Broker.Requests;

/// <summary>Offsets that count once their transaction is committed.</summary>
internal static class TxnOffsetCommit
{
    public static TxnOffsetCommitResponse Answer(Exchange on, TxnOffsetCommitRequest request)
    {
        var accepted = new List<CommittedOffset>();
        var fault = Fault(on, request);
        var errors = request
            .Topics.Select(topic =>
                topic.Partitions.Select(each => Accept(on, topic.Name, each, fault, accepted)).ToArray()
            )
            .ToArray();
        if (accepted.Count > 0)
        {
            fault = Record(on, request, CommittableOffset.Last(accepted));
        }

        return new()
        {
            Topics =
            [
                .. request.Topics.Zip(
                    errors,
                    (topic, ofTopic) =>
                        new TxnOffsetCommitResponse.Topic
                        {
                            Name = topic.Name,
                            Partitions =
                            [
                                .. topic.Partitions.Zip(
                                    ofTopic,
                                    (partition, error) =>
                                        new TxnOffsetCommitResponse.Partition
                                        {
                                            PartitionIndex = partition.PartitionIndex,
                                            Error = error == ErrorCode.None ? fault : error,
                                        }
                                ),
                            ],
                        }
                ),
            ],
        };
    }

    private static ErrorCode Fault(Exchange on, TxnOffsetCommitRequest request) =>
        on.MayOnTransactionalId(AclOperation.Write, request.TransactionalId)
            ? on.GroupFault(AclOperation.Read, request.GroupId)
            : ErrorCode.TransactionalIdAuthorizationFailed;

    private static ErrorCode Accept(
        Exchange on,
        string name,
        TxnOffsetCommitRequest.Partition partition,
        ErrorCode fault,
        List<CommittedOffset> accepted
    )
    {
        if (fault != ErrorCode.None)
        {
            return fault;
        }

        if (!on.MayOnTopic(AclOperation.Read, name))
        {
            return ErrorCode.TopicAuthorizationFailed;
        }

        var (offset, refusal) = CommittableOffset.Of(
            on,
            on.State.Find(name),
            partition.PartitionIndex,
            partition.CommittedOffset,
            partition.CommittedLeaderEpoch,
            partition.CommittedMetadata
        );
        if (offset is not null)
        {
            accepted.Add(offset);
        }

        return refusal;
    }

    // A producer that names no member may be the first that commits for the group.
    private static ErrorCode Record(Exchange on, TxnOffsetCommitRequest request, CommittedOffset[] accepted) =>
        on.Cluster.Groups.Ask(
            request.GroupId,
            group =>
                group.CommitInTransaction(
                    request,
                    accepted.Select(offset => offset.Partition),
                    () => RecordPending(on, request, accepted)
                )
        ) ?? (request.GenerationId < 0 ? RecordPending(on, request, accepted) : ErrorCode.IllegalGeneration);

    private static ErrorCode RecordPending(Exchange on, TxnOffsetCommitRequest request, CommittedOffset[] accepted) =>
        on.Cluster.Transactions.Find(request.TransactionalId) is not { } transaction
            ? ErrorCode.InvalidProducerIdMapping
            : transaction.Write(
                request.ProducerId,
                request.ProducerEpoch,
                request.GroupId,
                () =>
                    on.Cluster.Groups.Offsets.Record(
                        new OffsetEvent.Pending(request.GroupId, request.ProducerId, accepted)
                    )
            ) switch
            {
                ErrorCode.InvalidTxnState when on.Version > 3 => ErrorCode.TransactionAbortable,
                var error => FencedError.Older(error),
            };
}
