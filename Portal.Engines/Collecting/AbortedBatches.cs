using Portal.Kafka.Messages;
using Portal.Kafka.Records;

namespace Portal.Engines.Collecting;

/// <summary>Which batches of a fetch belong to aborted transactions: readers of committed records skip them. Batches are taken in the order of the log.</summary>
internal sealed class AbortedBatches(IEnumerable<FetchResponse.AbortedTransaction> transactions)
{
    private readonly Queue<FetchResponse.AbortedTransaction> _ahead = new(transactions.OrderBy(t => t.FirstOffset));
    private readonly HashSet<long> _producers = [];

    public bool Holds(RecordBatch batch)
    {
        while (_ahead.TryPeek(out var next) && next.FirstOffset <= batch.LastOffset)
        {
            _producers.Add(_ahead.Dequeue().ProducerId);
        }

        if (batch.IsControl)
        {
            // A producer's next marker after its aborted transaction began is that transaction's end.
            _producers.Remove(batch.ProducerId);
            return false;
        }

        return batch.IsTransactional && _producers.Contains(batch.ProducerId);
    }
}
