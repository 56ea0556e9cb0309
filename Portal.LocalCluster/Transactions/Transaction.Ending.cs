using Portal.Kafka.Wire;

namespace Portal.LocalCluster.Transactions;

public sealed partial class Transaction
{
    /// <summary>Commits or aborts at its producer's word. With the answer it is decided, whatever happens then.</summary>
    public ErrorCode End(long producerId, short epoch, bool commit)
    {
        lock (_gate)
        {
            if (Fault(producerId, epoch) is var fault and not ErrorCode.None)
            {
                return fault;
            }

            switch (Metadata.State)
            {
                case TransactionState.Ongoing:
                    Decide(commit, Metadata.ProducerEpoch);
                    return ErrorCode.None;
                case TransactionState.CompleteCommit when commit:
                case TransactionState.CompleteAbort when !commit:
                    return ErrorCode.None;
                case TransactionState.PrepareCommit when commit:
                case TransactionState.PrepareAbort when !commit:
                    return ErrorCode.ConcurrentTransactions;
                default:
                    return ErrorCode.InvalidTxnState;
            }
        }
    }

    /// <summary>Aborts when the transaction is open for too long, and shuts its producer out. True when it did.</summary>
    public bool AbortIfTimedOut()
    {
        lock (_gate)
        {
            var late = Metadata.State == TransactionState.Ongoing && Metadata.StartMs + Metadata.TimeoutMs < NowMs;
            if (late)
            {
                Fence();
            }

            return late;
        }
    }

    /// <summary>Goes on with an end that was broken off.</summary>
    /// <exception cref="IOException">It was again.</exception>
    public void CompleteIfBrokenOff()
    {
        lock (_gate)
        {
            if (_brokenOff)
            {
                Complete();
            }
        }
    }

    /// <summary>Forgets the id when it was of no use to anyone since then. True when it is forgotten.</summary>
    public bool ForgetIfUnusedSince(long unixMilliseconds)
    {
        lock (_gate)
        {
            var used =
                Metadata.State == TransactionState.Ongoing
                || Metadata.IsEnding
                || Metadata.ChangedMs >= unixMilliseconds;
            if (!used && !Metadata.IsForgotten)
            {
                Keep(Metadata with { IsForgotten = true });
            }

            return !used;
        }
    }

    /// <summary>Aborts under a new epoch, which nobody is given: whoever has the old one is shut out.</summary>
    private void Fence() => Decide(commit: false, (short)(Metadata.ProducerEpoch + 1));

    private void Decide(bool commit, short epoch)
    {
        Keep(
            Metadata with
            {
                State = commit ? TransactionState.PrepareCommit : TransactionState.PrepareAbort,
                ProducerEpoch = epoch,
                LastProducerEpoch =
                    epoch == Metadata.ProducerEpoch ? Metadata.LastProducerEpoch : TransactionMetadata.NoEpoch,
            }
        );
        try
        {
            Complete();
        }
        catch (IOException)
        {
            // It stays decided; upkeep goes on with it, and logs what is in the way.
        }
    }

    private void Complete()
    {
        var again = _brokenOff;
        _brokenOff = true;
        markers.Write(Metadata, again);
        var committed = Metadata.State == TransactionState.PrepareCommit;
        Keep(
            Metadata with
            {
                State = committed ? TransactionState.CompleteCommit : TransactionState.CompleteAbort,
                Partitions = [],
                Groups = [],
            }
        );
        _brokenOff = false;
    }
}
