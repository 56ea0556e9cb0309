namespace Portal.LocalCluster.Log;

/// <summary>Records of a producer that no read_committed reader is to be given.</summary>
/// <param name="LastOffset">Where the marker is that aborted them.</param>
public readonly record struct AbortedTransaction(long ProducerId, long FirstOffset, long LastOffset);

/// <summary>The transactions on a partition: which are open, and which were aborted.</summary>
public sealed class PartitionTransactions
{
    private readonly Dictionary<long, long> _open = [];

    /// <summary>In the order of their markers.</summary>
    private readonly List<AbortedTransaction> _aborted = [];

    /// <summary>The first offset of the oldest open transaction; null while none is open.</summary>
    public long? FirstOpen { get; private set; }

    /// <summary>The first offset of the producer's open transaction.</summary>
    public long? OpenSince(long producer) => _open.TryGetValue(producer, out var first) ? first : null;

    /// <summary>The producer wrote within a transaction; with its first record the transaction is open.</summary>
    public void Wrote(long producer, long offset)
    {
        if (_open.TryAdd(producer, offset))
        {
            FirstOpen ??= offset;
        }
    }

    /// <summary>A marker came. Where nothing was written it ends nothing.</summary>
    public void Ended(long producer, long markerOffset, bool isCommit)
    {
        if (!_open.Remove(producer, out var first))
        {
            return;
        }

        if (!isCommit)
        {
            _aborted.Add(new(producer, first, markerOffset));
        }

        FirstOpen = _open.Count == 0 ? null : _open.Values.Min();
    }

    /// <summary>The aborted transactions with records at <paramref name="from"/> or later, and before <paramref name="below"/>.</summary>
    public AbortedTransaction[] Aborted(long from, long below)
    {
        var (low, high) = (0, _aborted.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = _aborted[middle].LastOffset < from ? (middle + 1, high) : (low, middle);
        }

        return [.. _aborted.Skip(low).Where(each => each.FirstOffset < below)];
    }

    /// <summary>Forgets aborted transactions whose records retention took.</summary>
    public bool ForgetBefore(long startOffset) => _aborted.RemoveAll(each => each.LastOffset < startOffset) > 0;

    /// <summary>Forgets aborted transactions of which no record is left, by their markers: once the marker goes too, readers would wait for it.</summary>
    public bool ForgetEmptied(IReadOnlyCollection<long> markers) =>
        markers.Count > 0 && _aborted.RemoveAll(each => markers.Contains(each.LastOffset)) > 0;

    public Saved TakeSnapshot() => new(new(_open), [.. _aborted]);

    public void Restore(Saved saved)
    {
        foreach (var (producer, first) in saved.Open)
        {
            _open[producer] = first;
        }

        _aborted.AddRange(saved.Aborted);
        FirstOpen = _open.Count == 0 ? null : _open.Values.Min();
    }

    public sealed record Saved(Dictionary<long, long> Open, AbortedTransaction[] Aborted);
}
