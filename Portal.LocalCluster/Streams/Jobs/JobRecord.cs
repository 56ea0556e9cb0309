using System.Collections.Immutable;

namespace Portal.LocalCluster.Streams.Jobs;

/// <summary>A job's states, as Flink names them.</summary>
public static class JobStates
{
    public const string Created = "CREATED";
    public const string Initializing = "INITIALIZING";
    public const string Running = "RUNNING";
    public const string Restarting = "RESTARTING";
    public const string Cancelling = "CANCELLING";
    public const string Canceled = "CANCELED";
    public const string Finished = "FINISHED";
    public const string Failing = "FAILING";
    public const string Failed = "FAILED";

    public static readonly ImmutableArray<string> All =
    [
        Initializing,
        "RECONCILING",
        Canceled,
        Finished,
        Running,
        Failed,
        "SUSPENDED",
        "FAILING",
        Created,
        Cancelling,
        Restarting,
    ];

    public static bool IsOver(string state) => state is Canceled or Finished or Failed;
}

/// <summary>What is kept of a job: it is made again from this after the process died.</summary>
/// <param name="Statements">The tables and views of its session, then the statement that started it.</param>
/// <param name="Options">Of its session.</param>
public sealed record JobRecord(
    string Id,
    string Name,
    ImmutableArray<string> Statements,
    ImmutableDictionary<string, string> Options,
    string State,
    long StartedMs
)
{
    public long? EndedMs { get; init; }

    /// <summary>When it was in each state last.</summary>
    public ImmutableDictionary<string, long> Since { get; init; } = ImmutableDictionary<string, long>.Empty;

    /// <summary>The number of its last checkpoint or savepoint, completed or not.</summary>
    public long LastCheckpoint { get; init; }

    public long Completed { get; init; }
    public long FailedCheckpoints { get; init; }
    public int Restored { get; init; }
    public int Restarts { get; init; }

    /// <summary>Newest first.</summary>
    public ImmutableArray<CheckpointRecord> Checkpoints { get; init; } = [];

    /// <summary>Newest first.</summary>
    public ImmutableArray<FailureRecord> Failures { get; init; } = [];

    /// <summary>Where its last start got its state from; null: it began without.</summary>
    public CheckpointRecord? RestoredFrom { get; init; }

    public CheckpointRecord? Savepoint { get; init; }

    public bool IsOver => JobStates.IsOver(State);

    public JobRecord In(string state, long now) =>
        this with
        {
            State = state,
            Since = Since.SetItem(state, now),
            EndedMs = JobStates.IsOver(state) ? now : null,
        };
}

/// <summary>One checkpoint or savepoint.</summary>
/// <param name="Bytes">Of the whole state: its own, and what it builds on.</param>
/// <param name="Failure">Null: it was completed.</param>
public sealed record CheckpointRecord(
    long Id,
    long TriggeredMs,
    long TookMs,
    long Bytes,
    bool IsSavepoint,
    string Path,
    string? Failure
)
{
    /// <summary>Bytes of state by the id of the vertex.</summary>
    public ImmutableDictionary<string, long> Vertices { get; init; } = ImmutableDictionary<string, long>.Empty;

    /// <summary>What it wrote itself, by the id of the vertex; null: all, as the version before did.</summary>
    public ImmutableDictionary<string, long>? Written { get; init; }

    /// <summary>Of each vertex by subtask: bytes of state, and what it wrote itself. Without parallelism they are the vertex's own.</summary>
    public ImmutableDictionary<string, ImmutableArray<SubtaskBytes>> Subtasks { get; init; } =
        ImmutableDictionary<string, ImmutableArray<SubtaskBytes>>.Empty;

    public IReadOnlyList<SubtaskBytes> SubtasksOf(string vertex) =>
        Subtasks.TryGetValue(vertex, out var all) ? all : [new(Vertices.GetValueOrDefault(vertex), WrittenOf(vertex))];

    public long WrittenBytes => Written is { } written ? written.Values.Sum() : Bytes;

    public long WrittenOf(string vertex) => (Written ?? Vertices).GetValueOrDefault(vertex);
}

/// <summary>What a checkpoint has of one subtask.</summary>
public readonly record struct SubtaskBytes(long State, long Written);

/// <param name="ExceptionClass">As Java would name it.</param>
public sealed record FailureRecord(long AtMs, string ExceptionClass, string Words, string Task);
