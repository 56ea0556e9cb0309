using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Portal.Core.Jobs.Savepoints;
using Portal.Core.Resources;
using Portal.Core.Wording;

namespace Portal.Core.Jobs;

/// <summary>What Flink says of one run of a job, as far as it decides what can be done with it.</summary>
public enum JobRunState
{
    /// <summary>It runs, starts or restarts: Flink works on it.</summary>
    Alive,

    /// <summary>Finished, failed or cancelled: it doesn't come back by itself.</summary>
    Ended,

    /// <summary>Flink doesn't know it any more. That isn't the same as ended: it may have been lost with its JobManager.</summary>
    Forgotten,
}

/// <summary>A job as its engine tells it: the newest run that carries the name.</summary>
/// <param name="JobId">The run's own id in Flink.</param>
/// <param name="Status">Flink's word: RUNNING, RESTARTING, FINISHED; empty where it doesn't know the run.</param>
/// <param name="Definition">What the run carries; null when the portal didn't start it.</param>
/// <param name="RestoreFrom">The newest savepoint or kept checkpoint of a run that isn't alive; null when none was found.</param>
/// <param name="Others">How many further runs of this name are alive.</param>
[StoredAs("job")]
public sealed record LiveJob(
    string Name,
    string JobId,
    JobRunState State,
    string Status,
    JobDefinition? Definition,
    string? RestoreFrom,
    int Others = 0
) : ResourceState
{
    [JsonIgnore]
    public override EngineId Incarnation => new(JobId);

    /// <summary>Those of its catalogue that a change may start it from.</summary>
    [JsonIgnore]
    public ImmutableArray<KnownSavepoint> Savepoints { get; init; } = [];

    /// <summary>What its Flink makes its checkpoints in, whatever it carries; null where that isn't known.</summary>
    [JsonIgnore]
    public CheckpointMode? CheckpointMode { get; init; }

    /// <summary>The run that was last recorded as the portal's own; null where none is known.</summary>
    [JsonIgnore]
    public string? Recorded { get; init; }

    /// <summary>False: of a run that isn't alive, it couldn't be seen whether it left one to start from.</summary>
    [JsonIgnore]
    public bool SeesState { get; init; } = true;

    [JsonIgnore]
    public bool IsAlive => State == JobRunState.Alive;

    public override JobBase ToBase() => new(JobId, State, RestoreFrom, Others);
}

/// <summary>What of a job counts for staleness. While it is alive its checkpoints come and go.</summary>
[StoredAs("job")]
public sealed record JobBase(string JobId, JobRunState State, string? RestoreFrom, int Others) : ResourceBase
{
    [JsonIgnore]
    public override EngineId Incarnation => new(JobId);

    /// <summary>What moved between two readings, in words; null when nothing that is compared.</summary>
    public static string? Moved(string name, JobBase then, JobBase now) =>
        then.JobId != now.JobId
            ? $"{name} ran as job {then.JobId} when the plan was computed, and runs as {now.JobId} now."
        : then.State != now.State ? $"{name} {Word(then.State)} when the plan was computed, and {Word(now.State)} now."
        : then.RestoreFrom != now.RestoreFrom
            ? $"{name} would start from {now.RestoreFrom ?? "nothing"} now, and not from {then.RestoreFrom ?? "nothing"} as when the plan was computed."
        : then.Others != now.Others
            ? $"{Quantity.Of(now.Others, "other job", "other jobs")} named {name} are alive now, {then.Others} were when the plan was computed."
        : null;

    private static string Word(JobRunState state) =>
        state switch
        {
            JobRunState.Alive => "is alive",
            JobRunState.Ended => "has ended",
            _ => "isn't known to Flink",
        };
}
