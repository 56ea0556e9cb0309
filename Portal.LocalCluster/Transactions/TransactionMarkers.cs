using Portal.Kafka.Wire;
using Portal.LocalCluster.Groups;
using Portal.LocalCluster.Log;
using Portal.LocalCluster.Topics;

namespace Portal.LocalCluster.Transactions;

/// <summary>Brings the end of a transaction to where it wrote: a marker into each log, and its offsets to each group.</summary>
public sealed class TransactionMarkers(Controller controller, Logs logs, OffsetStore offsets, TimeProvider time)
{
    /// <summary>Writes what was decided.</summary>
    /// <param name="again">An earlier attempt was broken off: only where the transaction is open still, so that each log has one marker.</param>
    /// <exception cref="IOException">Some of it is missing yet; to be tried again.</exception>
    public void Write(TransactionMetadata decided, bool again)
    {
        var commit = decided.State == TransactionState.PrepareCommit;
        var marker = new TransactionMarker(decided.ProducerId, decided.ProducerEpoch, commit);
        foreach (var partition in decided.Partitions)
        {
            if (!again || logs.Find(partition.Topic, partition.Number)?.HasOpen(marker.ProducerId) == true)
            {
                Write(marker, partition);
            }
        }

        foreach (var group in decided.Groups)
        {
            offsets.Record(new OffsetEvent.TransactionEnded(group, decided.ProducerId, commit));
        }
    }

    /// <summary>Ends the transaction on one partition; one whose topic was deleted meanwhile needs no marker.</summary>
    public ErrorCode Write(TransactionMarker marker, PartitionOf partition)
    {
        var epoch = controller.State.Find(partition.Topic)?.Partitions[partition.Number].LeaderEpoch ?? 0;
        var log = logs.Find(partition.Topic, partition.Number);
        return log?.End(marker, epoch, time.GetUtcNow().ToUnixTimeMilliseconds()) switch
        {
            AppendVerdict.InOrder => ErrorCode.None,
            AppendVerdict.OldEpoch => ErrorCode.InvalidProducerEpoch,
            _ => ErrorCode.UnknownTopicOrPartition,
        };
    }
}
