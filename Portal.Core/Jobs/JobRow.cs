using System.Collections.Immutable;
using Portal.Core.Health;
using Portal.Core.Jobs.Artifacts;
using Portal.Core.Jobs.Checkpoints;
using Portal.Core.Jobs.Failures;
using Portal.Core.Jobs.Savepoints;
using Portal.Core.Jobs.Tables;
using Portal.Core.Jobs.Upgrades;
using Portal.Core.Resources;
using Portal.Core.Teams;

namespace Portal.Core.Jobs;

/// <summary>A job as lists show it: its newest run as last seen, and who owns it.</summary>
/// <param name="Run">Null when no run was seen.</param>
/// <param name="Wanted">Null when the portal doesn't manage it.</param>
/// <param name="Drifts">How many of its fields differ from what is wanted, as last seen.</param>
public sealed record JobRow(
    string Cluster,
    string Environment,
    string Name,
    JobStatus Status,
    SeenJob? Run,
    JobSpec? Wanted,
    string? Owner,
    string? OwnerTitle,
    int Drifts
)
{
    /// <summary>The cluster that its Flink is of.</summary>
    public ClusterId ClusterId { get; init; }

    /// <summary>The run that was last recorded as the portal's own; null where none is, or the portal doesn't manage it.</summary>
    public string? Recorded { get; init; }

    /// <summary>How far it is behind where it reads, as of its last checkpoint; none where that isn't known.</summary>
    public ImmutableArray<JobLag> Lag { get; init; } = [];

    /// <summary>What a stop now would lose or repeat; null when it doesn't run.</summary>
    public StopCost? IfStopped { get; init; }

    /// <summary>When its Flink was last read; null: not yet.</summary>
    public DateTimeOffset? ReadAt { get; init; }

    /// <summary>Other managed jobs that write to its dead-letter topic.</summary>
    public ImmutableArray<DeadLetterSharer> DeadLetterSharers { get; init; } = [];

    /// <summary>Its last checkpoint, or once it is over the savepoint that it was stopped with; null when none was completed.</summary>
    public JobCheckpoint? GoesOnFrom =>
        Run is { } run && FlinkStatus.IsOver(run.Status) ? run.Left() : Run?.Facts.LastCompleted;

    /// <summary>When that was triggered, by the portal's clock as far as it is known; null with it.</summary>
    public DateTimeOffset? GoesOnFromAt => GoesOnFrom is { At: var flinks } ? Run?.ByPortal(flinks) : null;

    /// <summary>When it was seen to restart in the last hour, oldest first; null where no run was seen, and where that isn't known.</summary>
    public IReadOnlyList<DateTimeOffset>? RestartsSeen(DateTimeOffset now) =>
        Run switch
        {
            null or { State: JobRunState.Forgotten } => null,
            { State: JobRunState.Alive } run
                when ReadAt is not { } at || !JobRules.IsFresh(at, now) || run.IsUnlisted(now) => null,
            { State: JobRunState.Alive, Facts: var facts } => facts.RestartsSeen(facts.AsOf ?? now),
            // It isn't read again, so its Flink's time stands still.
            { Facts: var facts } => facts.RestartsSeen(now),
        };

    /// <summary>Over all that it reads; null where nothing is known of it.</summary>
    public Amount? Behind => Lag.IsEmpty ? null : Amount.Sum(Lag.Select(l => l.Group.Lag));
}

/// <summary>A registered Flink and how it was last read.</summary>
/// <param name="Gateway">Null: it starts JARs, and none by SQL.</param>
public sealed record FlinkRow(
    ClusterId Id,
    string Cluster,
    string Environment,
    bool IsProduction,
    string Url,
    string? Gateway,
    FlinkReading? Reading
);

/// <summary>A job whole.</summary>
/// <param name="Runs">Those that were seen, newest first.</param>
/// <param name="Checkpoints">Of all these runs, newest first.</param>
/// <param name="Savepoints">That changes made, newest first.</param>
/// <param name="Failures">Over all of its runs, those that were seen last first.</param>
public sealed record JobDetails(
    JobRow Row,
    FlinkRow Flink,
    IReadOnlyList<SeenJob> Runs,
    IReadOnlyList<KeptCheckpoint> Checkpoints,
    IReadOnlyList<SavepointRow> Savepoints,
    IReadOnlyList<JobFailure> Failures,
    TeamId? Owner,
    IReadOnlyList<Drift> Drifts
)
{
    /// <summary>What it runs, or is wanted to while nothing runs; null where that isn't known.</summary>
    public JobDefinition? Definition => Row.Run?.Definition ?? Row.Wanted?.Definition;

    /// <summary>The chains of operators of the version of now, as last seen; none where that isn't known.</summary>
    public ImmutableArray<JobOperator> Operators => Row.Run is { Definition: not null } run ? run.Facts.Operators : [];

    /// <summary>What it means for exactly-once, by the rules of a plan; none where what it runs isn't known.</summary>
    public IReadOnlyList<LintNote> Findings =>
        Definition is { } definition
            ?
            [
                .. JobLint.Of(definition, Flink.IsProduction),
                .. GuaranteeLint.Running(definition, Row.Run),
                .. Transactions.Select(limit => limit.Note).OfType<LintNote>(),
            ]
            : [];

    /// <summary>How long the brokers that it writes to let a transaction be open, as last seen.</summary>
    internal IReadOnlyList<TransactionLimit> Transactions { get; init; } = [];

    /// <summary>When these runs were seen to restart, oldest first.</summary>
    public IReadOnlyList<DateTimeOffset> Restarts { get; init; } = [];

    /// <summary>What it has skipped; null where it skips no record.</summary>
    public DeadLetterCount? DeadLetters { get; init; }

    /// <summary>Its tables whose topic has another schema version by now than the one that runs.</summary>
    public IReadOnlyList<NewerSchema> NewerSchemas { get; init; } = [];

    /// <summary>Of an upgrade that is stuck or was settled after the new version had completed a checkpoint; null where its last change is no such.</summary>
    public WayBack? WayBack { get; init; }

    /// <summary>The JAR of that; null for SQL.</summary>
    public JobArtifact? Artifact { get; init; }
}
