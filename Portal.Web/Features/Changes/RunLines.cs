using System.Globalization;
using Portal.Core.Changes;
using Portal.Core.Changes.Lists;
using Portal.Core.Changes.Runs;
using Portal.Core.Resources;
using Portal.Core.Wording;
using Portal.Web.Parts;
using Portal.Web.Wording;

namespace Portal.Web.Features.Changes;

/// <summary>A run as its journal tells it, step by step.</summary>
public static class RunLines
{
    private const string Refused = "The cluster refused this step.";

    /// <param name="local">A moment in the browser's zone.</param>
    public static IReadOnlyList<StepLine> Of(PlanView plan, RunView run, Func<DateTimeOffset, DateTimeOffset> local)
    {
        var last = run.Journal.Count == 0 ? (int?)null : run.Journal[^1].Step;
        return
        [
            .. plan.Steps.Select(
                (step, i) =>
                {
                    var entries = run.Journal.Where(entry => entry.Step == i).ToList();
                    var (tone, state) = State(step, entries, run, isLast: i == last);
                    return new StepLine(
                        step.Title,
                        tone,
                        state,
                        Phases(entries, local),
                        tone == Tone.Bad ? Trouble(entries, run, isLast: i == last) : null,
                        CrossesLine: i == plan.PointOfNoReturn && i > 0,
                        Progress: run.Progress is { } progress && progress.On == step.On && progress.Step == step.Word
                            ? progress
                            : null
                    );
                }
            ),
        ];
    }

    private static (Tone? Tone, string State) State(Step step, List<JournalEntry> entries, RunView run, bool isLast) =>
        (entries.Count == 0 ? null : entries[^1], run.State) switch
        {
            (null, RunState.Applied) when step.IsOnlyRecorded => (Tone.Ok, "Done"),
            (null, RunState.Waiting or RunState.Applying) => (null, "waiting"),
            (null, _) => (null, "not reached"),
            ({ Direction: StepDirection.Undo, Phase: StepPhase.Failed }, _) => (Tone.Bad, "Undo failed"),
            ({ Phase: StepPhase.Failed }, _) => (Tone.Bad, "Failed"),
            ({ Direction: StepDirection.Do, Phase: StepPhase.Intent }, RunState.Stuck) => (Tone.Bad, "Stuck"),
            ({ Direction: StepDirection.Do, Phase: StepPhase.Intent }, _) => (Tone.Busy, "Being applied"),
            ({ Direction: StepDirection.Do, Phase: StepPhase.Done }, RunState.Stuck) when isLast => (
                Tone.Warn,
                "Done, then stopped"
            ),
            ({ Direction: StepDirection.Do, Phase: StepPhase.Done }, _) => (Tone.Ok, "Done"),
            ({ Direction: StepDirection.Undo, Phase: StepPhase.Intent }, RunState.Stuck) => (Tone.Bad, "Stuck"),
            ({ Direction: StepDirection.Undo, Phase: StepPhase.Intent }, _) => (Tone.Busy, "Being undone"),
            _ => (Tone.Off, "Undone"),
        };

    private static IReadOnlyList<string> Phases(List<JournalEntry> entries, Func<DateTimeOffset, DateTimeOffset> local)
    {
        var phases = new List<string>();
        JournalEntry? intent = null;
        foreach (var entry in entries)
        {
            var clock = local(entry.At).ToString("HH:mm:ss", CultureInfo.InvariantCulture);
            var undo = entry.Direction == StepDirection.Undo ? "undo: " : "";
            var took =
                entry.Phase == StepPhase.Done && intent is not null ? $", {Age.InWords(entry.At - intent.At)}" : "";
            phases.Add(
                entry.Phase switch
                {
                    StepPhase.Intent => $"{undo}intent written {clock}",
                    StepPhase.Done => $"{undo}{Done(entry)} {clock}{took}",
                    _ => $"{undo}refused {clock}",
                }
            );
            intent = entry.Phase == StepPhase.Intent ? entry : intent;
        }

        return phases;
    }

    private static string Done(JournalEntry entry) =>
        entry.Result switch
        {
            nameof(StepOrigin.Found) => "found done",
            nameof(StepOrigin.Met) => "already done by somebody else",
            _ => "done and verified",
        };

    // What the run says of itself is about the step it came to last; of those before only the journal knows.
    private static StepTrouble Trouble(List<JournalEntry> entries, RunView run, bool isLast)
    {
        var happened = isLast && run.EndedAt is null && run.StatusMessage is { Length: > 0 } words ? words : Refused;
        var seen = entries.LastOrDefault(entry => entry.Phase == StepPhase.Failed)?.Result;
        return new(
            happened,
            null,
            (run.State, isLast) switch
            {
                (RunState.Stuck, true) => "A person decides: try again, or settle it as it is.",
                (RunState.RollingBack, _) =>
                    "What was done before is being undone; nothing else of this change is written.",
                _ => "The steps before it had to be undone; nothing else of this change is written.",
            },
            seen is not null && happened.Contains(seen, StringComparison.Ordinal) ? null : seen
        );
    }
}
