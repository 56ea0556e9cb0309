namespace Portal.LocalCluster.Log;

/// <summary>
/// What a partition says to a batch. All but the first apply to idempotent producers; the last to a topic being deleted, and the one before it
/// to a producer that leaves its open transaction.
/// </summary>
public enum AppendVerdict
{
    InOrder,
    Repeat,
    OutOfOrder,
    OldEpoch,
    NotInTransaction,
    Gone,
}

/// <summary>What became of a batch: written or met at <see cref="BaseOffset"/>, or refused.</summary>
/// <param name="AppendTime">The time it was stamped with, -1 when the producer's time stands.</param>
public readonly record struct Appended(AppendVerdict Verdict, long BaseOffset, long StartOffset, long AppendTime);
