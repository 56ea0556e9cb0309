using System.Text.Json.Serialization;

namespace Portal.LocalCluster.Streams.State;

/// <summary>Where the state of one operator lies in a snapshot's file.</summary>
/// <param name="Name">As plans show it, for messages.</param>
/// <param name="Layout">What it is made of; state of another layout can't be read.</param>
/// <param name="Position">Of its first byte.</param>
/// <param name="Length">In bytes.</param>
/// <param name="Checksum">CRC-32C of its bytes.</param>
public sealed record OperatorState(string Id, string Name, string Layout, long Position, long Length, uint Checksum)
{
    /// <summary>Which of its subtasks wrote it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Subtask { get; init; }

    /// <summary>How many it had: each wrote the key groups of its own.</summary>
    public int Parallelism { get; init; } = 1;
}

/// <summary>A snapshot that another one builds on, in the folder beside it.</summary>
/// <param name="Checksum">Of its index, which has those of its states.</param>
public sealed record SnapshotPart(string Folder, uint Checksum);

/// <summary>A job's state between two records, a checkpoint or a savepoint: the index of its file.</summary>
public sealed record Snapshot(long CheckpointId, long TakenAtMs, IReadOnlyList<OperatorState> Operators)
{
    public const string FileName = "_metadata";

    /// <summary>What it builds on: one that is whole, and what changed with each one since. None: it is whole itself.</summary>
    public IReadOnlyList<SnapshotPart> Parts { get; init; } = [];

    /// <summary>How many key groups its keys are divided into; null: it was written before there were any.</summary>
    public int? MaxParallelism { get; init; }

    /// <summary>Of its own state, without the index.</summary>
    [JsonIgnore]
    public long Bytes => Operators.Sum(o => o.Length);

    /// <summary>Of its index.</summary>
    [JsonIgnore]
    public uint Checksum { get; init; }
}
