using System.Text.Json;

namespace Portal.LocalCluster.Log;

/// <summary>
/// The last five batches of every idempotent producer on a partition, Kafka's rule: a repeat of one of them is answered with its
/// first offset, a gap is refused.
/// </summary>
public sealed class ProducerTable
{
    private const int Remembered = 5;

    private readonly Dictionary<long, Producer> _producers = [];

    /// <summary>Rises with every change.</summary>
    public int Version { get; private set; }

    public AppendVerdict Judge(BatchHeader batch, out long firstOffset)
    {
        firstOffset = -1;
        if (batch.ProducerId < 0 || !_producers.TryGetValue(batch.ProducerId, out var known))
        {
            return AppendVerdict.InOrder;
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

        return batch.BaseSequence == Following(known.Batches[^1].Last)
            ? AppendVerdict.InOrder
            : AppendVerdict.OutOfOrder;
    }

    /// <summary>Remembers a batch that was written.</summary>
    public void Took(BatchHeader batch)
    {
        if (batch.ProducerId < 0)
        {
            return;
        }

        var batches =
            _producers.TryGetValue(batch.ProducerId, out var known) && known.Epoch == batch.ProducerEpoch
                ? known.Batches
                : [];
        var taken = new Batch(batch.BaseSequence, LastSequence(batch), batch.BaseOffset);
        Batch[] kept = [.. batches.Skip(batches.Length - Remembered + 1), taken];
        _producers[batch.ProducerId] = new Producer(batch.ProducerEpoch, batch.MaxTimestamp, kept);
        Version++;
    }

    /// <summary>Forgets producers that have written nothing since <paramref name="unixMilliseconds"/>.</summary>
    public void ForgetBefore(long unixMilliseconds)
    {
        foreach (var (id, producer) in _producers)
        {
            if (producer.LastTimestamp < unixMilliseconds)
            {
                _producers.Remove(id);
                Version++;
            }
        }
    }

    /// <summary>The table as bytes; complete up to <paramref name="nextOffset"/>.</summary>
    public byte[] Snapshot(long nextOffset) => JsonSerializer.SerializeToUtf8Bytes(new Saved(nextOffset, _producers));

    /// <summary>Takes over a snapshot and returns the offset up to which it is complete; 0 when the bytes aren't one.</summary>
    public long Restore(ReadOnlySpan<byte> bytes)
    {
        try
        {
            var snapshot = JsonSerializer.Deserialize<Saved>(bytes);
            foreach (var (id, producer) in snapshot?.Producers ?? [])
            {
                _producers[id] = producer;
            }

            return snapshot?.NextOffset ?? 0;
        }
        catch (JsonException)
        {
            return 0;
        }
    }

    private static int LastSequence(BatchHeader batch) => Wrapped((long)batch.BaseSequence + batch.LastOffsetDelta);

    private static int Following(int sequence) => Wrapped((long)sequence + 1);

    /// <summary>Sequences go from 0 to the largest int and start over.</summary>
    private static int Wrapped(long sequence) => (int)(sequence & int.MaxValue);

    public readonly record struct Batch(int First, int Last, long Offset);

    public sealed record Producer(short Epoch, long LastTimestamp, Batch[] Batches);

    public sealed record Saved(long NextOffset, Dictionary<long, Producer> Producers);
}
