namespace Portal.LocalCluster.Log;

/// <summary>
/// Follows the transactions through a log that is read from its start: which batches were aborted, and which markers end a transaction of which
/// no record is left. Such a marker may go; before, a reader needs it.
/// </summary>
internal sealed class CleanedTransactions(IEnumerable<AbortedTransaction> aborted)
{
    private readonly Queue<AbortedTransaction> _coming = new(aborted.OrderBy(each => each.FirstOffset));

    // Of each producer whose transaction here was aborted, whether records of it were there.
    private readonly Dictionary<long, bool> _aborted = [];
    private readonly HashSet<long> _committed = [];
    private readonly List<long> _emptied = [];

    /// <summary>The markers of aborted transactions of which no record was left.</summary>
    public IReadOnlyList<long> Emptied => _emptied;

    /// <summary>Whether a batch's records were aborted, or a marker has nothing left to end.</summary>
    public bool IsDiscardable(BatchHeader batch, bool isCommit)
    {
        while (_coming.TryPeek(out var next) && next.FirstOffset <= batch.LastOffset)
        {
            _aborted[_coming.Dequeue().ProducerId] = false;
        }

        if (batch.IsControl)
        {
            return isCommit ? !_committed.Remove(batch.ProducerId) : IsEmptyAbort(batch);
        }

        if (!batch.IsTransactional)
        {
            return false;
        }

        if (_aborted.ContainsKey(batch.ProducerId))
        {
            return _aborted[batch.ProducerId] = true;
        }

        _committed.Add(batch.ProducerId);
        return false;
    }

    private bool IsEmptyAbort(BatchHeader marker)
    {
        if (_aborted.Remove(marker.ProducerId, out var hadRecords) && hadRecords)
        {
            return false;
        }

        _emptied.Add(marker.BaseOffset);
        return true;
    }
}
