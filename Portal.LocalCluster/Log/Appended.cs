namespace Portal.LocalCluster.Log;

/// <summary>What a partition says to a batch. All but the first apply to idempotent producers, and the last to a topic being deleted.</summary>
public enum AppendVerdict
{
    InOrder,
    Repeat,
    OutOfOrder,
    OldEpoch,
    Gone,
}

/// <summary>What became of a batch: written or met at <see cref="BaseOffset"/>, or refused.</summary>
/// <param name="AppendTime">The time it was stamped with, -1 when the producer's time stands.</param>
public readonly record struct Appended(AppendVerdict Verdict, long BaseOffset, long StartOffset, long AppendTime);
