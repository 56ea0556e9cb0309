using System.Collections.Immutable;
using System.Text.Json;
using Portal.LocalCluster.Groups;

namespace Portal.LocalCluster.Transactions;

/// <summary>All that is known of a transactional id, as it is journalled at each change: the last one counts.</summary>
public sealed record TransactionMetadata(string TransactionalId, long ProducerId)
{
    public const long NoProducerId = -1;
    public const short NoEpoch = -1;

    /// <summary>The next to last one is given out last; the last is for shutting out whoever has that one.</summary>
    public const short LastEpochGivenOut = short.MaxValue - 1;

    public short ProducerEpoch { get; init; } = NoEpoch;

    /// <summary>What the producer had before its present id and epoch, by which a repeated request is known.</summary>
    public long LastProducerId { get; init; } = NoProducerId;
    public short LastProducerEpoch { get; init; } = NoEpoch;

    public int TimeoutMs { get; init; }
    public TransactionState State { get; init; }

    /// <summary>What the present transaction writes to.</summary>
    public ImmutableHashSet<PartitionOf> Partitions { get; init; } = [];

    /// <summary>The groups for which it commits offsets.</summary>
    public ImmutableHashSet<string> Groups { get; init; } = [];

    /// <summary>When the present transaction began and when anything was changed last, Unix milliseconds.</summary>
    public long StartMs { get; init; } = -1;
    public long ChangedMs { get; init; }

    /// <summary>It was deleted: nobody used it for long.</summary>
    public bool IsForgotten { get; init; }

    /// <summary>It was decided how the transaction ends, and not every partition has its marker.</summary>
    public bool IsEnding => State is TransactionState.PrepareCommit or TransactionState.PrepareAbort;

    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this);

    public static TransactionMetadata FromBytes(ReadOnlySpan<byte> bytes) =>
        JsonSerializer.Deserialize<TransactionMetadata>(bytes)
        ?? throw new InvalidDataException("The journal holds a null.");
}
