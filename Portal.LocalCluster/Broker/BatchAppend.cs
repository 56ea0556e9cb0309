using Portal.Kafka.Messages;
using Portal.Kafka.Wire;
using Portal.LocalCluster.Groups;
using Portal.LocalCluster.Log;
using Portal.LocalCluster.Topics;
using Portal.LocalCluster.Transactions;

namespace Portal.LocalCluster.Broker;

/// <summary>What becomes of a batch that is whole and in bounds: it goes into the log, in its transaction where it belongs to one.</summary>
internal static class BatchAppend
{
    /// <exception cref="IOException">It wasn't written.</exception>
    public static ProduceResponse.Partition Append(
        Exchange on,
        string? transactionalId,
        Topic topic,
        int partition,
        Memory<byte> batch
    )
    {
        var header = BatchHeader.Read(batch.Span);
        return header.IsTransactional
            ? AppendInTransaction(on, transactionalId, topic, partition, header, batch)
            : Answer(partition, Append(on, topic, partition, batch));
    }

    public static ProduceResponse.Partition Refused(int index, ErrorCode error, string? words = null) =>
        new()
        {
            Index = index,
            Error = error,
            BaseOffset = -1,
            ErrorMessage = words,
        };

    private static Appended Append(Exchange on, Topic topic, int partition, Memory<byte> batch) =>
        on.Cluster.Logs.Find(topic.Id, partition)
            ?.Append(batch, topic.Partitions[partition].LeaderEpoch, on.Cluster.NowMs)
        ?? new Appended(AppendVerdict.Gone, -1, -1, -1);

    private static ProduceResponse.Partition AppendInTransaction(
        Exchange on,
        string? transactionalId,
        Topic topic,
        int partition,
        BatchHeader header,
        Memory<byte> batch
    )
    {
        if (transactionalId is null || !on.MayOnTransactionalId(AclOperation.Write, transactionalId))
        {
            return Refused(partition, ErrorCode.TransactionalIdAuthorizationFailed);
        }

        Appended outcome = default;
        var error = on.Cluster.Transactions.Write(
            transactionalId,
            new ProducerIdAndEpoch(header.ProducerId, header.ProducerEpoch),
            new PartitionOf(topic.Id, partition),
            adds: on.Version > 11,
            () => outcome = Append(on, topic, partition, batch)
        );
        return error switch
        {
            ErrorCode.None => Answer(partition, outcome),
            ErrorCode.InvalidTxnState when on.Version > 10 => Refused(partition, ErrorCode.TransactionAbortable),
            _ => Refused(partition, FencedError.Older(error)),
        };
    }

    private static ProduceResponse.Partition Answer(int index, Appended outcome) =>
        outcome.Verdict switch
        {
            AppendVerdict.OutOfOrder => Refused(index, ErrorCode.OutOfOrderSequenceNumber),
            AppendVerdict.NotInTransaction => Refused(index, ErrorCode.InvalidTxnState),
            AppendVerdict.OldEpoch => Refused(index, ErrorCode.InvalidProducerEpoch),
            AppendVerdict.Gone => Refused(index, ErrorCode.UnknownTopicOrPartition),
            _ => new()
            {
                Index = index,
                BaseOffset = outcome.BaseOffset,
                LogAppendTimeMs = outcome.AppendTime,
                LogStartOffset = outcome.StartOffset,
            },
        };
}
