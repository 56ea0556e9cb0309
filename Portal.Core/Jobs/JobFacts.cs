using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Portal.Core.Jobs;

/// <summary>One checkpoint or savepoint of a run.</summary>
/// <param name="Took">From its trigger to its last acknowledgement; null while it is in progress.</param>
/// <param name="Bytes">The state's whole size; null where none was told.</param>
/// <param name="Failure">Why it failed; null when it didn't.</param>
public sealed record JobCheckpoint(
    long Id,
    DateTimeOffset At,
    TimeSpan? Took,
    long? Bytes,
    bool IsSavepoint,
    string Status,
    string? Failure = null
)
{
    /// <summary>When it was complete, or as far as is known: what is in progress isn't.</summary>
    [JsonIgnore]
    public DateTimeOffset CompletedAt => At + (Took ?? TimeSpan.Zero);

    public const string Completed = "COMPLETED";
    public const string InProgress = "IN_PROGRESS";
}

/// <summary>An exception that ended a task or the whole job.</summary>
/// <param name="Words">Its root cause, in one line.</param>
/// <param name="Task">Null when the job as a whole failed.</param>
/// <param name="Class">Of its root cause; null where that isn't known.</param>
public sealed record JobException(DateTimeOffset At, string Words, string? Task, string? Class = null);

/// <summary>What was last told of one run, beside its state.</summary>
/// <param name="Checkpoints">The newest, newest first.</param>
/// <param name="Completed">Checkpoints since it was submitted.</param>
/// <param name="Failed">Checkpoints since it was submitted.</param>
/// <param name="CheckpointEvery">Null when it makes none.</param>
/// <param name="RestoredFrom">The savepoint or checkpoint it was started from, none of its own; null when from none, and where that isn't known.</param>
/// <param name="Restarts">When restarts were seen, oldest first; those of the last hour, as of the last reading.</param>
/// <param name="RestartedAt">The last restart that Flink tells of.</param>
/// <param name="Running">Of its tasks; null where it wasn't told.</param>
public sealed record JobFacts(
    ImmutableArray<JobOperator> Operators,
    ImmutableArray<JobCheckpoint> Checkpoints,
    int Completed,
    int Failed,
    TimeSpan? CheckpointEvery,
    string? RestoredFrom,
    ImmutableArray<DateTimeOffset> Restarts,
    DateTimeOffset? RestartedAt,
    ImmutableArray<JobException> Exceptions,
    int? Running,
    int? Tasks
)
{
    public static readonly JobFacts None = new([], [], 0, 0, null, null, [], null, [], null, null);

    /// <summary>Those of <see cref="Completed"/> that JobManagers before the one of now had counted.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int CompletedBefore { get; init; }

    /// <summary>Those of <see cref="Failed"/> that JobManagers before the one of now had counted.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int FailedBefore { get; init; }

    /// <summary>It had been restored from a checkpoint of its own before what it was started from was seen.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsStartUnknown { get; init; }

    /// <summary>What its Flink makes its checkpoints in, whatever it carries; null where that isn't known.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public CheckpointMode? CheckpointMode { get; init; }

    /// <summary>When Flink answered this, by its own clock as all its times are; null where that isn't known.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? AsOf { get; init; }

    /// <summary>When all of it was last scheduled, by Flink's clock; null where that wasn't seen.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? RunningSince { get; init; }

    /// <summary>Since when some of its tasks don't run, by Flink's clock, as far as was seen; null while all run, and where it wasn't told.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? LackingSince { get; init; }

    /// <summary>A restart that was longer ago isn't among <see cref="Restarts"/>.</summary>
    public static readonly TimeSpan RestartsKept = TimeSpan.FromHours(1);

    /// <summary>Those of the last hour, oldest first. What was kept at the last reading may be older by now.</summary>
    /// <param name="now">By Flink's clock, where that is known.</param>
    public IReadOnlyList<DateTimeOffset> RestartsSeen(DateTimeOffset now) =>
        [.. Restarts.Where(at => now - at <= RestartsKept)];

    /// <summary>
    /// A restart that isn't among what was known so far; null: none. Flink's adaptive scheduler has no time of a restart: there only
    /// the time moves since which the same run runs.
    /// </summary>
    public DateTimeOffset? NewRestart(DateTimeOffset? restartedAt, DateTimeOffset? runningSince) =>
        restartedAt is null
            ? runningSince > RunningSince
                ? runningSince
                : null
            : restartedAt != RestartedAt
                ? restartedAt
                : null;

    /// <summary>
    /// The checkpoint that it goes on from by itself; null when none was completed yet. No savepoint: that commits nothing while the job goes on, and since 1.15
    /// Flink doesn't go on from it.
    /// </summary>
    public JobCheckpoint? LastCompleted =>
        Checkpoints.FirstOrDefault(c => c is { Status: JobCheckpoint.Completed, IsSavepoint: false });

    /// <summary>The newest checkpoint or savepoint that it can be started from; null when none was completed yet.</summary>
    [JsonIgnore]
    public JobCheckpoint? NewestState => Checkpoints.FirstOrDefault(c => c.Status == JobCheckpoint.Completed);
}
