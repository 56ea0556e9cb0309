using System.Collections.Immutable;

namespace Portal.Core.Changes;

/// <summary>What was seen beside the plan: not hashed, dated, read again before applying.</summary>
public sealed record PlanEvidence(ImmutableArray<TopicEvidence> Topics)
{
    public static readonly PlanEvidence None = new([]);
}

/// <param name="Records">Records between earliest and end, all partitions; null when not answered.</param>
/// <param name="Bytes">On disk, all replicas; null when not answered.</param>
/// <param name="BytesGoing">How much of it the plan would let go at once; null when not known.</param>
/// <param name="SeenAt">When the cluster answered.</param>
public sealed record TopicEvidence(
    string Topic,
    long? Records,
    long? Bytes,
    long? BytesGoing,
    ImmutableArray<ReaderEvidence> Readers,
    int? Brokers,
    DateTimeOffset SeenAt
);

/// <summary>A group that reads (or read) the topic.</summary>
/// <param name="Members">Null when not asked or not answered.</param>
/// <param name="LastMovedAt">When a committed offset was last seen to move; null when never seen.</param>
/// <param name="HasGap">The readings of the last ten minutes are not whole: silence proves nothing.</param>
public sealed record ReaderEvidence(string Group, int? Members, DateTimeOffset? LastMovedAt, bool HasGap);
