using Microsoft.AspNetCore.Components;
using Portal.Core.Jobs;
using Portal.Core.Wording;
using Portal.Web.Parts;

namespace Portal.Web.Features.Jobs;

/// <summary>The end of a job as a line of a diff.</summary>
internal static class CancelPlanLines
{
    public static PlanLine GiveUp(CancelJob over, RenderFragment subject) =>
        new(
            null,
            "job",
            subject,
            new("managed", over.JobId),
            new("not managed"),
            over.Stays is { } other
                ? $"Job {other}, which runs under its name and which the portal didn't start, isn't touched"
                : "It doesn't run; savepoints and kept checkpoints stay",
            Undo: "none",
            UndoMore: "a job of this name is requested anew"
        );

    public static PlanLine Cancel(CancelJob cancel, RenderFragment subject, JobEvidence? seen) =>
        new(
            null,
            "job",
            subject,
            new("there", cancel.JobId),
            new("gone"),
            "Ends without a savepoint",
            seen switch
            {
                { Running: { } running, CheckpointAge: { } age } =>
                    $"What it read since its last checkpoint, {Age.InWords(age)} before this was read, isn't written{InterruptionWords.Since(running)}",
                _ => "Savepoints and kept checkpoints stay",
            },
            Tone.Warn,
            "none",
            "a job of this name starts anew, or from what it left",
            UndoIsConcern: true
        );
}
