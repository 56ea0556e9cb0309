using Portal.LocalCluster.Log;

namespace Portal.LocalCluster.Transactions;

/// <summary>Every transactional id on the disk. What was decided is in the kernel's hands before anyone can see it, like a record.</summary>
public sealed class TransactionJournal : IDisposable
{
    private const int RewriteSlack = 10_000;

    private readonly Lock _gate = new();
    private readonly Journal _journal;
    private readonly Dictionary<string, TransactionMetadata> _kept = new(StringComparer.Ordinal);

    public TransactionJournal(string directory)
    {
        Directory.CreateDirectory(directory);
        _journal = Journal.Open(
            Path.Combine(directory, "transactions.journal"),
            entry => Apply(TransactionMetadata.FromBytes(entry.Span))
        );
    }

    public IReadOnlyList<TransactionMetadata> Kept
    {
        get
        {
            lock (_gate)
            {
                return [.. _kept.Values];
            }
        }
    }

    public void Record(TransactionMetadata changed)
    {
        var entry = changed.ToBytes();
        lock (_gate)
        {
            _journal.Append(entry);
            Apply(changed);
        }
    }

    /// <summary>Writes the journal anew when most of it is past.</summary>
    public void RewriteIfWorthIt()
    {
        lock (_gate)
        {
            if (_journal.Entries > 4 * _kept.Count + RewriteSlack)
            {
                _journal.Rewrite(_kept.Values.Select(metadata => metadata.ToBytes()));
            }
        }
    }

    public void Sync()
    {
        lock (_gate)
        {
            _journal.Sync();
        }
    }

    public void Dispose() => _journal.Dispose();

    private void Apply(TransactionMetadata changed)
    {
        if (changed.IsForgotten)
        {
            _kept.Remove(changed.TransactionalId);
        }
        else
        {
            _kept[changed.TransactionalId] = changed;
        }
    }
}
