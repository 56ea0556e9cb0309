namespace Portal.LocalCluster.Log;

/// <summary>
/// The last five batches of every idempotent producer on a partition, Kafka's rule: a repeat of one of them is answered with its
/// first offset, a gap is refused.
/// </summary>
public sealed partial class ProducerTable
{
    private const int Remembered = 5;

    private readonly Dictionary<long, Producer> _producers = [];

    public PartitionTransactions Transactions { get; } = new();

    /// <summary>Rises with every change.</summary>
    public int Version { get; private set; }

    public AppendVerdict Judge(BatchHeader batch, out long firstOffset)
    {
        firstOffset = -1;
        if (batch.ProducerId < 0 || !_producers.TryGetValue(batch.ProducerId, out var known))
        {
            return AppendVerdict.InOrder;
        }

        if (!batch.IsTransactional && Transactions.OpenSince(batch.ProducerId) is not null)
        {
            return AppendVerdict.NotInTransaction;
        }

        if (batch.ProducerEpoch != known.Epoch)
        {
            return batch.ProducerEpoch < known.Epoch ? AppendVerdict.OldEpoch
                : batch.BaseSequence == 0 ? AppendVerdict.InOrder
                : AppendVerdict.OutOfOrder;
        }

        var last = LastSequence(batch);
        foreach (var earlier in known.Batches)
        {
            if (earlier.First == batch.BaseSequence && earlier.Last == last)
            {
                firstOffset = earlier.Offset;
                return AppendVerdict.Repeat;
            }
        }

        // Of an epoch that began with a marker there is no batch yet.
        var expected = known.Batches is [.., var latest] ? Following(latest.Last) : 0;
        return batch.BaseSequence == expected ? AppendVerdict.InOrder : AppendVerdict.OutOfOrder;
    }

    /// <summary>Remembers a batch that was written.</summary>
    public void Took(BatchHeader batch)
    {
        if (batch.ProducerId < 0)
        {
            return;
        }

        var known = Known(batch);
        var batches = known.Batches;
        var taken = new Batch(batch.BaseSequence, LastSequence(batch), batch.BaseOffset);
        Batch[] kept = [.. batches.Skip(batches.Length - Remembered + 1), taken];
        _producers[batch.ProducerId] = known with { LastTimestamp = batch.MaxTimestamp, Batches = kept };
        if (batch.IsTransactional)
        {
            Transactions.Wrote(batch.ProducerId, batch.BaseOffset);
        }

        Version++;
    }

    /// <summary>Remembers a marker that was written.</summary>
    public void Ended(BatchHeader marker, bool isCommit)
    {
        _producers[marker.ProducerId] = Known(marker) with
        {
            LastTimestamp = marker.MaxTimestamp,
            CoordinatorEpoch = ControlBatch.CoordinatorEpoch,
        };
        Transactions.Ended(marker.ProducerId, marker.BaseOffset, isCommit);
        Version++;
    }

    public IReadOnlyList<ActiveProducer> Active =>
        [.. _producers.Select(each => new ActiveProducer(each.Key, each.Value, Transactions.OpenSince(each.Key)))];

    /// <summary>-1 for a producer that isn't known.</summary>
    public short EpochOf(long producer) => _producers.TryGetValue(producer, out var known) ? known.Epoch : (short)-1;

    /// <summary>Forgets producers that have written nothing since <paramref name="unixMilliseconds"/>.</summary>
    public void ForgetBefore(long unixMilliseconds)
    {
        foreach (var (id, producer) in _producers)
        {
            if (producer.LastTimestamp < unixMilliseconds && Transactions.OpenSince(id) is null)
            {
                _producers.Remove(id);
                Version++;
            }
        }
    }

    /// <summary>Forgets what was aborted before the log's start.</summary>
    public void ForgetBelow(long startOffset)
    {
        if (Transactions.ForgetBefore(startOffset))
        {
            Version++;
        }
    }

    /// <summary>What is known of the batch's producer; of an epoch that begins with the batch, nothing.</summary>
    private Producer Known(BatchHeader batch) =>
        _producers.TryGetValue(batch.ProducerId, out var known) && known.Epoch == batch.ProducerEpoch
            ? known
            : new Producer(batch.ProducerEpoch, batch.MaxTimestamp, [], known?.CoordinatorEpoch ?? -1);

    private static int LastSequence(BatchHeader batch) => Wrapped((long)batch.BaseSequence + batch.LastOffsetDelta);

    private static int Following(int sequence) => Wrapped((long)sequence + 1);

    /// <summary>Sequences go from 0 to the largest int and start over.</summary>
    private static int Wrapped(long sequence) => (int)(sequence & int.MaxValue);

    public readonly record struct Batch(int First, int Last, long Offset);

    /// <param name="CoordinatorEpoch">Of the last marker; -1 while there was none.</param>
    public sealed record Producer(short Epoch, long LastTimestamp, Batch[] Batches, int CoordinatorEpoch = -1);
}
