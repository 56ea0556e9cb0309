using Portal.Kafka.Wire;

namespace Portal.LocalCluster.Transactions;

/// <summary>What a producer is to write as, or why it can't.</summary>
public readonly record struct InitializedProducer(ErrorCode Error, long ProducerId, short ProducerEpoch)
{
    public static InitializedProducer Refused(ErrorCode error) =>
        new(error, TransactionMetadata.NoProducerId, TransactionMetadata.NoEpoch);
}

/// <summary>The id and epoch that a producer has and wants to go on with.</summary>
public readonly record struct ProducerIdAndEpoch(long Id, short Epoch);

public sealed partial class Transaction
{
    /// <summary>
    /// Gives the id to a producer, with an epoch above all before: whoever had it until now is shut out. An open transaction is aborted
    /// first, and the producer is to ask again. Null: the id was just forgotten.
    /// </summary>
    /// <param name="expected">What the producer has already; it is refused when another one came meanwhile.</param>
    public InitializedProducer? Initialize(int timeoutMs, ProducerIdAndEpoch? expected, Func<long> newProducerId)
    {
        lock (_gate)
        {
            if (Current.IsForgotten)
            {
                return null;
            }

            if (expected is { } held && !MayGoOn(held))
            {
                return InitializedProducer.Refused(ErrorCode.ProducerFenced);
            }

            if (Current.IsEnding || Current.State == TransactionState.Ongoing)
            {
                if (!Current.IsEnding)
                {
                    Fence();
                }

                return InitializedProducer.Refused(ErrorCode.ConcurrentTransactions);
            }

            return
                Current.ProducerEpoch >= TransactionMetadata.LastEpochGivenOut
                && (expected is null || expected.Value.Epoch == Current.ProducerEpoch)
                ? Give(timeoutMs, newProducerId(), 0, expected is null ? (short)-1 : Current.ProducerEpoch)
                : NextEpoch(timeoutMs, expected?.Epoch);
        }
    }

    private InitializedProducer NextEpoch(int timeoutMs, short? expected)
    {
        var (epoch, last) = (Current.ProducerEpoch, Current.LastProducerEpoch);
        return expected is null ? Give(timeoutMs, Current.ProducerId, (short)(epoch + 1), TransactionMetadata.NoEpoch)
            : epoch == TransactionMetadata.NoEpoch || expected == epoch
                ? Give(timeoutMs, Current.ProducerId, (short)(epoch + 1), epoch)
            // The answer to the same request got lost.
            : expected == last ? Give(timeoutMs, Current.ProducerId, epoch, last)
            : InitializedProducer.Refused(ErrorCode.ProducerFenced);
    }

    private bool MayGoOn(ProducerIdAndEpoch held) =>
        Current.ProducerEpoch == TransactionMetadata.NoEpoch
        || held.Id == Current.ProducerId
        || (held.Id == Current.LastProducerId && held.Epoch >= TransactionMetadata.LastEpochGivenOut);

    private InitializedProducer Give(int timeoutMs, long producerId, short epoch, short last)
    {
        Keep(
            Current with
            {
                ProducerId = producerId,
                ProducerEpoch = epoch,
                LastProducerId = Current.ProducerId,
                LastProducerEpoch = last,
                TimeoutMs = timeoutMs,
                State = TransactionState.Empty,
                StartMs = -1,
            }
        );
        return new(ErrorCode.None, producerId, epoch);
    }
}
