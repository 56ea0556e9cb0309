using System.Collections.Concurrent;
using Portal.Kafka.Wire;
using Portal.LocalCluster.Groups;

namespace Portal.LocalCluster.Transactions;

/// <summary>All transactional ids. Which broker may answer for one is the brokers' matter, as with groups.</summary>
public sealed class TransactionCoordinator(
    TransactionJournal journal,
    TransactionMarkers markers,
    ProducerIds producerIds,
    TimeProvider time
)
{
    private readonly ConcurrentDictionary<string, Transaction> _transactions = new(
        journal.Kept.ToDictionary(kept => kept.TransactionalId, kept => new Transaction(kept, journal, markers, time)),
        StringComparer.Ordinal
    );

    public TransactionMarkers Markers { get; } = markers;

    public IEnumerable<Transaction> All => _transactions.Values;

    public Transaction? Find(string transactionalId) => _transactions.GetValueOrDefault(transactionalId);

    /// <inheritdoc cref="Transaction.Initialize"/>
    public InitializedProducer Initialize(string transactionalId, int timeoutMs, ProducerIdAndEpoch? expected)
    {
        while (true)
        {
            var transaction = _transactions.GetOrAdd(
                transactionalId,
                id => new Transaction(new TransactionMetadata(id, producerIds.Next()), journal, Markers, time)
            );
            if (transaction.Initialize(timeoutMs, expected, producerIds.Next) is { } initialized)
            {
                return initialized;
            }

            _transactions.TryRemove(new(transactionalId, transaction));
        }
    }

    /// <summary>Writes to a partition within a transaction.</summary>
    /// <param name="adds">The partition needs not be named before.</param>
    public ErrorCode Write(
        string transactionalId,
        ProducerIdAndEpoch producer,
        PartitionOf partition,
        bool adds,
        Action write
    ) =>
        Find(transactionalId) is not { } transaction ? ErrorCode.InvalidProducerIdMapping
        : adds ? transaction.AddAndWrite(producer.Id, producer.Epoch, partition, write)
        : transaction.Write(producer.Id, producer.Epoch, partition, write);

    /// <summary>Forgets the ids that nobody used since then.</summary>
    public void ForgetUnusedSince(long unixMilliseconds)
    {
        foreach (var (id, transaction) in _transactions)
        {
            if (transaction.ForgetIfUnusedSince(unixMilliseconds))
            {
                _transactions.TryRemove(new(id, transaction));
            }
        }
    }

    public void Sync() => journal.Sync();

    public void RewriteIfWorthIt() => journal.RewriteIfWorthIt();
}
