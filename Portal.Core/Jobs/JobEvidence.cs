using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Portal.Core.Jobs.Artifacts;
using Portal.Core.Jobs.Savepoints;
using Portal.Core.Jobs.Secrets;
using Portal.Core.Jobs.Tables;
using Portal.Core.Jobs.Upgrades;
using Portal.Core.Resources;

namespace Portal.Core.Jobs;

/// <summary>What was seen of a job that runs, beside a plan that stops it.</summary>
/// <param name="StateBytes">The size of its last checkpoint; null when it has completed none.</param>
/// <param name="CheckpointAt">When that was triggered, or written where only its folder tells: what came since is read again after a stop without a savepoint.</param>
/// <param name="Failures">That Flink still tells of.</param>
/// <param name="StateChange">What a new version does with its state, operator by operator; null where the query is the same, or that isn't known.</param>
/// <param name="RecordsSince">That came into the topics it reads since its last checkpoint; null when not known.</param>
/// <param name="Behind">Records that its sources knew of and hadn't read; null when not known.</param>
/// <param name="LastStart">How long it took at its newest start or restart until all of its subtasks ran, their state restored; null when not known.</param>
/// <param name="IsStateSame">All of its operators that keep state are the same in the new version; null as <paramref name="StateChange"/> is.</param>
public sealed record RunningJob(
    long? StateBytes,
    DateTimeOffset? CheckpointAt,
    int Failures,
    string? StateChange = null,
    long? RecordsSince = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] bool? IsStateSame = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? Behind = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] TimeSpan? LastStart = null
)
{
    /// <summary>When this was seen by the clock that <see cref="CheckpointAt"/> is of, Flink's own; null where only the checkpoint's folder tells.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? AsOf { get; init; }

    /// <summary>Its Flink deletes its checkpoints when it is cancelled. Only looked for where a plan stops it without a savepoint.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool DeletesCheckpoints { get; init; }

    /// <summary>
    /// After what its group has committed, which it does with each checkpoint: it reads no more again. Only counted where a plan stops it without a savepoint;
    /// null when not known.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Uncommitted { get; init; }

    /// <summary>Of the topics it reads, those of which records after its last checkpoint are deleted, or may be. Only looked for where <see cref="Uncommitted"/> is.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImmutableArray<string>? Cut { get; init; }
}

/// <summary>What surrounds a job: its tables as they would be generated now, and where it would run.</summary>
/// <param name="Slots">Free slots of its Flink; null when not known.</param>
/// <param name="AllSlots">All slots of its Flink; null when not known.</param>
/// <param name="Running">Null when it doesn't run.</param>
/// <param name="SeesState">The workers can look into the folders of its checkpoints and savepoints.</param>
[StoredAs("job")]
public sealed record JobEvidence(
    ResourceRef On,
    ImmutableArray<JobTable> Tables,
    int? Slots,
    int? AllSlots,
    RunningJob? Running,
    DateTimeOffset SeenAt,
    bool SeesState = true
) : ResourceEvidence(On, SeenAt)
{
    /// <summary>How old its newest checkpoint was when this was seen; null where it doesn't run, or has completed none.</summary>
    [JsonIgnore]
    public TimeSpan? CheckpointAge =>
        Running is { CheckpointAt: { } at } running ? (running.AsOf ?? SeenAt) - at : null;

    /// <summary>The JAR that would run, and the one before; none for SQL.</summary>
    public ImmutableArray<JobArtifact> Artifacts { get; init; } = [];

    /// <summary>Of the secrets that its program is to get, those that are stored.</summary>
    public ImmutableArray<SecretOwner> Secrets { get; init; } = [];

    /// <summary>Its tables whose schema version differs from the one that runs, or ran; none where that isn't known.</summary>
    public ImmutableArray<SchemaMove> Schemas { get; init; } = [];

    /// <summary>
    /// The parts that the state is split into that it would start from: it can't run with more subtasks. Null where it starts from none, or that isn't known.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? MaxParallelism { get; init; }

    /// <summary>Of each cluster that it writes to in transactions.</summary>
    public ImmutableArray<TransactionLimit> Transactions { get; init; } = [];

    /// <summary>What the newest test of its Flink found; none where it wasn't tested yet.</summary>
    public ImmutableArray<PreflightFact> Preflight { get; init; } = [];

    /// <summary>Of the savepoint that it is to start from; null when none is requested.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RestoreEvidence? Restore { get; init; }

    /// <summary>Of its Flink since the state was written that it starts from; null where that version runs.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public FlinkVersionChange? VersionChange { get; init; }

    /// <summary>What starts no SQL from the state that the plan wants, with its version: "Flink 1.19.1"; null where it does, or the plan wants none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? StatelessFlink { get; init; }

    /// <summary>What would start the SQL that the plan stops without its state, were the stop taken back, with its version; null where it is started with it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? FinalStop { get; init; }

    /// <summary>Of the state that it goes on from; null where it runs, or starts from none or from one that was requested.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public StateAge? StateAge { get; init; }

    /// <summary>What becomes of the state of its program's operators; null for SQL, and where no other version of it goes on from that state.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ProgramChange? Program { get; init; }

    /// <summary>The cluster whose Flink has a job of this name that reads a topic which this one would; null where none does.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Namesake { get; init; }
}
