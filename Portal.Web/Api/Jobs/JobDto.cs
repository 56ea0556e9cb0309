using System.ComponentModel;
using Portal.Core.Changes.Runs;
using Portal.Core.Jobs;
using Portal.Web.Api.Topics;

namespace Portal.Web.Api.Jobs;

/// <summary>A job as lists show it: its newest run as last seen, and who owns it.</summary>
public sealed record JobRowDto(
    string Cluster,
    string Environment,
    string Name,
    [property: Description("How it is, by what was last seen.")] JobHealth Health,
    [property: Description("The reason, as a sentence.")] string Words,
    [property: Description("Flink's own word; null when no run was seen.")] string? Status,
    [property: Description("The newest run's id in Flink; null when no run was seen.")] string? JobId,
    DateTimeOffset? StartedAt,
    [property: Description(
        "Messages behind on what it reads, as of its last checkpoint; null when not known, and where a part isn't known at least so many."
    )]
        long? Lag,
    [property: Description(
        "When its last checkpoint was triggered, by Flink's clock, or once the run is over the savepoint that it was stopped with; null when there is none, or that isn't known."
    )]
        DateTimeOffset? CheckpointAt,
    [property: Description(
        "Restarts that were seen in the last hour; null when no run was seen, and where that isn't known: its Flink doesn't answer, doesn't list the run, or doesn't know it any more."
    )]
        int? Restarts,
    [property: Description("The owning team's name; null for what the portal doesn't manage.")] string? Owner,
    bool IsManaged,
    [property: Description("How many fields differ from what is wanted.")] int Drifts,
    DateTimeOffset? SeenAt
)
{
    public static JobRowDto Of(JobRow row, DateTimeOffset now) =>
        new(
            row.Cluster,
            row.Environment,
            row.Name,
            row.Status.Health,
            row.Status.Whole,
            row.Run?.Status,
            row.Run?.JobId,
            row.Run?.StartedAt,
            row.Behind?.Value,
            row.GoesOnFrom?.At,
            row.RestartsSeen(now)?.Count,
            row.Owner,
            row.Owner is not null,
            row.Drifts,
            row.Run?.SeenAt
        );
}

/// <summary>A job whole.</summary>
public sealed record JobDto(
    JobRowDto Job,
    [property: Description("What is wanted of it, where the portal manages it.")] JobSpecDto? Wanted,
    [property: Description("The JAR that runs, or is wanted while none runs; null for SQL.")] JobArtifactDto? Artifact,
    [property: Description("Its labels by key; none for what the portal doesn't manage.")]
        IReadOnlyDictionary<string, string> Labels,
    [property: Description("Newest first.")] IReadOnlyList<JobRunDto> Runs,
    [property: Description("What a stop without a savepoint would lose or repeat; null when it doesn't run.")]
        StopCostDto? IfStoppedNow,
    [property: Description(
        "What it means for exactly-once, by the rules of a plan: of what it runs, or is wanted to while nothing runs. None where that isn't known."
    )]
        IReadOnlyList<LintNoteDto> Findings,
    [property: Description(
        "Exceptions over all of its runs, those seen last first: the same root class and first line are one. Kept for 30 days after they were last seen."
    )]
        IReadOnlyList<JobFailureDto> ExceptionGroups,
    [property: Description(
        "The schema versions that the tables of what runs were generated from; null where that isn't known, of a JAR, and where nothing runs. A change with newestSchemas takes the newest."
    )]
        IReadOnlyList<JobSchemaDto>? Schemas,
    [property: Description("What it has skipped; null where it skips no record.")] DeadLettersDto? DeadLetters,
    [property: Description(
        "When its runs were seen to restart, oldest first. Kept for 30 days, and the newest 500 of a run."
    )]
        IReadOnlyList<DateTimeOffset> Restarts,
    IReadOnlyList<DriftDto> Drifts,
    [property: Description("The change that is at it now; null when none is.")] JobChangeDto? Change,
    [property: Description("Of its last upgrade, where a person has to decide on it; null else.")] WayBackDto? WayBack,
    [property: Description("When its Flink was last read; null: not yet.")] DateTimeOffset? FlinkReadAt,
    [property: Description("Why the newest reading failed; null when it didn't.")] string? FlinkFailure
)
{
    public static JobDto Of(JobDetails found, OpenRun? run, DateTimeOffset now) =>
        new(
            JobRowDto.Of(found.Row, now),
            found.Row.Wanted is { } wanted ? JobSpecDto.Of(wanted) : null,
            found.Artifact is { } artifact ? JobArtifactDto.Of(artifact) : null,
            (found.Row.Wanted?.Labels ?? default).Values,
            [.. found.Runs.Select(run => JobRunDto.Of(run, RunDifference.Of(found.Runs, run)))],
            found.Row.IfStopped is { } cost ? StopCostDto.Of(cost) : null,
            [.. found.Findings.Select(LintNoteDto.Of)],
            [.. found.Failures.Select(JobFailureDto.Of)],
            JobSchemaDto.Of(found),
            found.DeadLetters is { } dead ? DeadLettersDto.Of(dead, found.Row.DeadLetterSharers) : null,
            found.Restarts,
            [.. found.Drifts.Select(d => new DriftDto(d.Field, d.Wanted, d.Live, d.FirstSeenAt))],
            run is null ? null : JobChangeDto.Of(run),
            found.WayBack is { } back ? WayBackDto.Of(back, found.Row.Wanted) : null,
            found.Flink.Reading?.ReadAt,
            found.Flink.Reading?.Failure
        );
}
