using System.Collections.Immutable;
using Portal.Kafka.Wire;
using Portal.LocalCluster.Groups;

namespace Portal.LocalCluster.Transactions;

/// <summary>
/// A transactional id, its present producer and that producer's transaction. One thing at a time: every public method takes the lock, the
/// writes of the transaction among them, so that none comes behind its marker.
/// </summary>
public sealed partial class Transaction(
    TransactionMetadata metadata,
    TransactionJournal journal,
    TransactionMarkers markers,
    TimeProvider time
)
{
    private readonly Lock _gate = new();

    /// <summary>The markers of what was decided weren't all written; after a start nobody knows which were.</summary>
    private bool _brokenOff = metadata.IsEnding;

    public TransactionMetadata Current { get; private set; } = metadata;

    private long NowMs => time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Names what the transaction is about to write to; the first begins it.</summary>
    public ErrorCode Add(
        long producerId,
        short epoch,
        IReadOnlyCollection<PartitionOf> partitions,
        IReadOnlyCollection<string> groups
    )
    {
        lock (_gate)
        {
            return AddNow(producerId, epoch, partitions, groups);
        }
    }

    /// <summary>Writes within the transaction, if it is open and the place was named before.</summary>
    public ErrorCode Write(long producerId, short epoch, PartitionOf partition, Action write)
    {
        lock (_gate)
        {
            return WriteNow(producerId, epoch, Current.Partitions.Contains(partition), write);
        }
    }

    /// <inheritdoc cref="Write(long,short,PartitionOf,Action)"/>
    public ErrorCode Write(long producerId, short epoch, string group, Action write)
    {
        lock (_gate)
        {
            return WriteNow(producerId, epoch, Current.Groups.Contains(group), write);
        }
    }

    /// <summary>Adds the partition and writes: newer producers name none before.</summary>
    public ErrorCode AddAndWrite(long producerId, short epoch, PartitionOf partition, Action write)
    {
        lock (_gate)
        {
            var fault = AddNow(producerId, epoch, [partition], []);
            return fault == ErrorCode.None ? WriteNow(producerId, epoch, true, write) : fault;
        }
    }

    private ErrorCode AddNow(
        long producerId,
        short epoch,
        IReadOnlyCollection<PartitionOf> partitions,
        IReadOnlyCollection<string> groups
    )
    {
        if (Fault(producerId, epoch) is var fault and not ErrorCode.None)
        {
            return fault;
        }

        if (Current.IsEnding)
        {
            return ErrorCode.ConcurrentTransactions;
        }

        var ongoing = Current.State == TransactionState.Ongoing;
        if (ongoing && Current.Partitions.IsSupersetOf(partitions) && Current.Groups.IsSupersetOf(groups))
        {
            return ErrorCode.None;
        }

        var before = ongoing ? Current : Current with { Partitions = [], Groups = [], StartMs = NowMs };
        Keep(
            before with
            {
                State = TransactionState.Ongoing,
                Partitions = before.Partitions.Union(partitions),
                Groups = before.Groups.Union(groups),
            }
        );
        return ErrorCode.None;
    }

    private ErrorCode WriteNow(long producerId, short epoch, bool named, Action write)
    {
        if (Fault(producerId, epoch) is var fault and not ErrorCode.None)
        {
            return fault;
        }

        if (Current.State != TransactionState.Ongoing || !named)
        {
            return ErrorCode.InvalidTxnState;
        }

        write();
        return ErrorCode.None;
    }

    private ErrorCode Fault(long producerId, short epoch) =>
        Current.IsForgotten || Current.ProducerId != producerId ? ErrorCode.InvalidProducerIdMapping
        : Current.ProducerEpoch != epoch ? ErrorCode.ProducerFenced
        : ErrorCode.None;

    private void Keep(TransactionMetadata changed)
    {
        changed = changed with { ChangedMs = NowMs };
        journal.Record(changed);
        Current = changed;
    }
}
