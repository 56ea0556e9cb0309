namespace Portal.LocalCluster.Log;

/// <summary>A producer as a partition knows it.</summary>
/// <param name="OpenSince">The first offset of its open transaction; null while none is open.</param>
public sealed record ActiveProducer(long Id, ProducerTable.Producer Last, long? OpenSince);

public sealed partial class PartitionLog
{
    /// <summary>A read_committed reader is given what lies before this: all that is decided, up to the first record that isn't.</summary>
    public long LastStableOffset
    {
        get
        {
            lock (_gate)
            {
                return LastStableOffsetNow;
            }
        }
    }

    // What an open transaction wrote may be gone with its segment.
    private long LastStableOffsetNow =>
        _producers.Transactions.FirstOpen is { } first ? Math.Max(first, StartOffset) : EndOffsetNow;

    /// <summary>Whether a transaction of the producer is open here.</summary>
    public bool HasOpen(long producer)
    {
        lock (_gate)
        {
            return _producers.Transactions.OpenSince(producer) is not null;
        }
    }

    public IReadOnlyList<ActiveProducer> Producers
    {
        get
        {
            lock (_gate)
            {
                return _producers.Active;
            }
        }
    }

    /// <summary>Writes the marker that ends a producer's transaction.</summary>
    public AppendVerdict End(TransactionMarker marker, int leaderEpoch, long nowUnixMilliseconds)
    {
        lock (_gate)
        {
            if (_deleted)
            {
                return AppendVerdict.Gone;
            }

            if (_producers.EpochOf(marker.ProducerId) > marker.ProducerEpoch)
            {
                return AppendVerdict.OldEpoch;
            }

            var batch = ControlBatch.Of(marker, nowUnixMilliseconds);
            BatchStamp.Write(batch, EndOffsetNow, leaderEpoch, -1);
            var header = BatchHeader.Read(batch);
            SegmentFor(header, nowUnixMilliseconds).Append(batch, header);
            _producers.Ended(header, marker.IsCommit);
        }

        Arrivals.Wake();
        return AppendVerdict.InOrder;
    }
}
