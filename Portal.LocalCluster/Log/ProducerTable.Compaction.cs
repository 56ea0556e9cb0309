namespace Portal.LocalCluster.Log;

public sealed partial class ProducerTable
{
    /// <summary>Forgets aborted transactions of which compaction left no record, by their markers.</summary>
    public void ForgetEmptied(IReadOnlyCollection<long> markers)
    {
        if (Transactions.ForgetEmptied(markers))
        {
            Version++;
        }
    }

    /// <summary>By producer, the last offset of its last batch, -1 where its epoch began with a marker; and that epoch.</summary>
    public IReadOnlyDictionary<long, (long LastOffset, short Epoch)> LastBatches =>
        _producers.ToDictionary(
            each => each.Key,
            each =>
                (
                    each.Value.Batches is [.., var last] ? last.Offset + Wrapped((long)last.Last - last.First) : -1,
                    each.Value.Epoch
                )
        );
}
