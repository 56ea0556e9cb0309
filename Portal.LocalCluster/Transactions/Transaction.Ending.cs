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

            switch (Current.State)
            {
                case TransactionState.Ongoing:
                    Decide(commit, Current.ProducerEpoch);
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
            var late = Current.State == TransactionState.Ongoing && Current.StartMs + Current.TimeoutMs < NowMs;
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
                Current.State == TransactionState.Ongoing || Current.IsEnding || Current.ChangedMs >= unixMilliseconds;
            if (!used && !Current.IsForgotten)
            {
                Keep(Current with { IsForgotten = true });
            }

            return !used;
        }
    }

    /// <summary>Aborts under a new epoch, which nobody is given: whoever has the old one is shut out.</summary>
    private void Fence() => Decide(commit: false, (short)(Current.ProducerEpoch + 1));

    private void Decide(bool commit, short epoch)
    {
        Keep(
            Current with
            {
                State = commit ? TransactionState.PrepareCommit : TransactionState.PrepareAbort,
                ProducerEpoch = epoch,
                LastProducerEpoch =
                    epoch == Current.ProducerEpoch ? Current.LastProducerEpoch : TransactionMetadata.NoEpoch,
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
        markers.Write(Current, again);
        var committed = Current.State == TransactionState.PrepareCommit;
        Keep(
            Current with
            {
                State = committed ? TransactionState.CompleteCommit : TransactionState.CompleteAbort,
                Partitions = [],
                Groups = [],
            }
        );
        _brokenOff = false;
    }
}
