using System.Text.Json;
using System.Text.Json.Serialization;
using Portal.LocalCluster.Groups.Consumers;

namespace Portal.LocalCluster.Groups;

/// <summary>A partition of one incarnation of a topic: what was committed on a deleted topic isn't found under its name again.</summary>
public readonly record struct PartitionOf(Guid Topic, int Number);

/// <param name="CommittedMetadata">What its client said of it. Journals have it as "Metadata".</param>
/// <param name="AtMs">When it was committed, Unix milliseconds.</param>
public sealed record CommittedOffset(
    PartitionOf Partition,
    long Offset,
    int LeaderEpoch,
    [property: JsonPropertyName("Metadata")] string CommittedMetadata,
    long AtMs
);

/// <summary>What happened to groups' offsets, as it is journalled.</summary>
[JsonDerivedType(typeof(Committed), "committed")]
[JsonDerivedType(typeof(Forgotten), "forgotten")]
[JsonDerivedType(typeof(GroupForgotten), "group-forgotten")]
[JsonDerivedType(typeof(Pending), "pending")]
[JsonDerivedType(typeof(TransactionEnded), "transaction-ended")]
[JsonDerivedType(typeof(Consumers), "consumers")]
public abstract record OffsetEvent(string Group)
{
    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this);

    public static OffsetEvent FromBytes(ReadOnlySpan<byte> bytes) =>
        JsonSerializer.Deserialize<OffsetEvent>(bytes) ?? throw new InvalidDataException("The journal holds a null.");

    public sealed record Committed(string Group, string ProtocolType, CommittedOffset[] Offsets) : OffsetEvent(Group);

    public sealed record Forgotten(string Group, PartitionOf[] Partitions) : OffsetEvent(Group);

    public sealed record GroupForgotten(string Group) : OffsetEvent(Group);

    /// <summary>Committed within a transaction of the producer: of no effect before that is committed.</summary>
    public sealed record Pending(string Group, long ProducerId, CommittedOffset[] Offsets) : OffsetEvent(Group);

    public sealed record TransactionEnded(string Group, long ProducerId, bool IsCommit) : OffsetEvent(Group);

    /// <summary>The group is one of the new protocol, in this state; null when it no longer is.</summary>
    public sealed record Consumers(string Group, ConsumerGroupState? State) : OffsetEvent(Group);
}
