using Microsoft.AspNetCore.Components;
using Portal.Core.Jobs;
using Portal.Core.Jobs.Savepoints;
using Portal.Core.Jobs.Stability;
using Portal.Core.Resources;
using Portal.Core.Wording;
using Portal.Web.Parts;

namespace Portal.Web.Features.Jobs;

/// <summary>A step on a job as lines of a diff.</summary>
internal static class JobPlanLines
{
    public static IEnumerable<PlanLine> Of(Step step, RenderFragment subject, JobEvidence? seen) =>
        step switch
        {
            StartJob start =>
            [
                Start(start, subject),
                .. Settings(start, subject, seen),
                .. TablePlanLines.Of(subject, seen),
            ],
            TakeSavepoint take => [SavepointPlanLine.Of(take, subject)],
            UploadArtifact upload => [JarPlanLines.Upload(upload, subject, seen)],
            AwaitStability wait => [Await(wait, subject)],
            StopJob stop => [Stop(stop, subject, seen)],
            { IsRehearsal: true } => RehearsalLines.Of(step, subject),
            CancelJob { WasOver: true } over => [CancelPlanLines.GiveUp(over, subject)],
            CancelJob cancel => [CancelPlanLines.Cancel(cancel, subject, seen)],
            _ => throw new InvalidOperationException(step.GetType().Name),
        };

    /// <summary>How long the statements are: "12 lines".</summary>
    public static string Lines(JobDefinition definition) =>
        Quantity.Of(definition.Statements.Count(c => c == '\n') + 1, "line", "lines");

    /// <summary>What it would run, to be opened below a line.</summary>
    public static RenderFragment Whole(string? statements, JobEvidence? seen) =>
        builder =>
        {
            builder.OpenComponent<JobTables>(0);
            builder.AddComponentParameter(1, nameof(JobTables.Statements), statements);
            builder.AddComponentParameter(2, nameof(JobTables.Seen), seen);
            builder.CloseComponent();
        };

    private static PlanLine Start(StartJob start, RenderFragment subject) =>
        new(
            null,
            "state",
            subject,
            start.Former is null ? null : new("stopped"),
            new("running", $"{Quantity.Of(start.Definition.Parallelism, "subtask", "subtasks")}"),
            start switch
            {
                { Restored: { GoesBack: true } back } => $"Goes back to savepoint {back.Number}",
                { Restored: { } on } => $"Goes on from savepoint {on.Number}",
                { Fork: { } number } => $"Starts with a copy of savepoint {number}",
                { Stopped: not null } => "Goes on from the savepoint it was stopped with",
                { From: { } path } => $"Goes on from {path}",
                { Former: not null } => "Starts without the state it had",
                { Definition.Program: not null } => "Its program decides where it begins",
                { Definition.StartAt: JobStartAt.Earliest } => "Reads its topics from the earliest record",
                _ => "Reads its topics from the latest record",
            },
            start.Restored switch
            {
                { GoesBack: true } => "What it wrote since then stays, and is written again",
                { } => "The last that the job did: nothing is written again",
                _ => null,
            },
            start is { Former: not null, Stopped: null, From: null } or { Restored.GoesBack: true } ? Tone.Bad : null,
            "cancelled",
            "until its first checkpoint is completed; after that what it wrote stays"
        );

    private static IEnumerable<PlanLine> Settings(StartJob start, RenderFragment subject, JobEvidence? seen) =>
        start
            .Moves.Where(move => move.Field is not ("state" or "statements" or "artifact" or "dependencies"))
            .Select(move => new PlanLine(
                null,
                move.Field,
                subject,
                move.Before is { } before ? new(before) : null,
                move.After is { } after ? new(after) : null
            ))
            .Prepend(
                start.Definition.Program is { } program
                    ? JarPlanLines.Artifact(program, start.Former?.Program, subject, seen)
                    : Statements(start, subject, seen)
            )
            .Concat(JarPlanLines.Dependencies(start, subject, seen));

    private static PlanLine Statements(StartJob start, RenderFragment subject, JobEvidence? seen) =>
        new(
            null,
            "statements",
            subject,
            start.Former is { } former ? new(Lines(former)) : null,
            new(Lines(start.Definition)),
            start.Former is { } same && same.Statements == start.Definition.Statements ? "Unchanged" : "",
            Evidence: Whole(start.Definition.Statements, seen)
        );

    private static PlanLine Await(AwaitStability wait, RenderFragment subject) =>
        new(
            null,
            "stability",
            subject,
            null,
            new("stable"),
            $"Applied only once the job is stable, within {Age.InWords(wait.Within)}",
            wait.Needs,
            Undo: "stopped and taken back",
            UndoMore: "if it isn't stable and has completed no checkpoint; after that a person decides"
        );

    private static PlanLine Stop(StopJob stop, RenderFragment subject, JobEvidence? seen) =>
        new(
            null,
            "state",
            subject,
            new("running", stop.JobId),
            new("stopped"),
            stop.WithoutSavepoint
                ? "Without a savepoint: what it wrote since its newest checkpoint isn't committed"
                : "With a savepoint: what it wrote until then is committed",
            InterruptionWords.OfStop(seen),
            null,
            stop.Definition is null ? "none" : "started again",
            stop.Definition is null ? "the portal doesn't know what it runs"
                : stop.WithoutSavepoint ? "from its newest checkpoint, as it was"
                : "from the savepoint, as it was",
            UndoIsConcern: stop.Definition is null
        );
}
