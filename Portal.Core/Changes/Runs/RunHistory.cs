using Portal.Core.Changes.Plans;
using Portal.Core.Resources;

namespace Portal.Core.Changes.Runs;

/// <summary>How a step came to be done.</summary>
public enum StepOrigin
{
    /// <summary>We acted and the engine answered.</summary>
    Made,

    /// <summary>We had acted, or may have, and found it done.</summary>
    Found,

    /// <summary>It was done by somebody else before we acted.</summary>
    Met,
}

/// <summary>What the journal says of one step.</summary>
/// <param name="Intended">An intent was written and the engine has not said since that nothing was done.</param>
/// <param name="Incarnation">The incarnation made or met.</param>
public sealed record StepHistory(
    bool Intended,
    StepOrigin? Done,
    BeforeImage? Before,
    EngineId? Incarnation,
    bool UndoIntended,
    bool RolledBack
)
{
    public static readonly StepHistory None = new(false, null, null, null, false, false);
}

/// <summary>A run as its journal tells it: all that the next owner knows, and all it needs.</summary>
public sealed class RunHistory
{
    private readonly Dictionary<int, StepHistory> _steps = [];
    private readonly List<string> _remains = [];

    /// <param name="entries">In the order they were written.</param>
    public RunHistory(IEnumerable<JournalEntry> entries)
    {
        foreach (var entry in entries)
        {
            _steps[entry.Step] = Add(Of(entry.Step), entry);
            HasIntent |= entry is { Direction: StepDirection.Do, Phase: StepPhase.Intent };
            Failure = entry is { Direction: StepDirection.Do, Phase: StepPhase.Failed } ? entry.Result : Failure;
            if (entry is { Direction: StepDirection.Undo, Phase: StepPhase.Done, Result: { } remains })
            {
                _remains.Add(remains);
            }
        }
    }

    /// <summary>Whether the run has ever set out to write something.</summary>
    public bool HasIntent { get; }

    /// <summary>Why its last step that failed did; null when none did.</summary>
    public string? Failure { get; }

    /// <summary>What remains of steps that were taken back: whole sentences.</summary>
    public IReadOnlyList<string> Remains => _remains;

    public StepHistory Of(int step) => _steps.GetValueOrDefault(step, StepHistory.None);

    /// <summary>By step, what it made or met; none of a step that isn't done, or makes nothing that has an id.</summary>
    public IReadOnlyDictionary<Step, EngineId> Made(PlanBody body) =>
        body
            .Steps.Select((step, index) => (Step: step, Of(index).Incarnation))
            .Where(done => done.Incarnation is not null)
            .DistinctBy(done => done.Step)
            .ToDictionary(done => done.Step, done => done.Incarnation!.Value);

    /// <summary>
    /// Whether a step that can only go forward has been set out on. Its intent counts, not its end: the bytes may be
    /// on their way.
    /// </summary>
    public bool IsPastNoReturn(PlanBody plan) =>
        plan.Steps.Select((step, i) => (step, Of(i))).Any(s => s.step.Reversal == Reversal.None && s.Item2.Intended);

    /// <summary>
    /// What is there after as much of the plan as was done, with the engine's id where it is known. What may have been made,
    /// because its answer never came, counts as there: it is ours then, and reconciling tells when it isn't there after all.
    /// </summary>
    /// <param name="isWhole">All of the plan is done, and with it what is only recorded.</param>
    public IReadOnlyDictionary<ResourceRef, EngineId?> WhatIsThere(PlanBody plan, bool isWhole)
    {
        var there = new Dictionary<ResourceRef, EngineId?>();
        foreach (var known in plan.Base)
        {
            foreach (var (name, resource) in known.Resources.Where(r => r.Value is not null))
            {
                there[new(known.Kind, known.Cluster, name)] = resource!.Incarnation;
            }
        }

        for (var i = 0; i < plan.Steps.Length; i++)
        {
            var step = plan.Steps[i];
            var history = step.IsOnlyRecorded && isWhole ? StepHistory.None with { Done = StepOrigin.Made } : Of(i);
            switch (step.Effect, history)
            {
                case (StepEffect.Removes, { Done: not null, RolledBack: false }):
                    there.Remove(step.On);
                    break;
                // What was made again in its place is another incarnation.
                case (StepEffect.Removes, { RolledBack: true }):
                    there[step.On] = null;
                    break;
                case (StepEffect.Makes, { RolledBack: false } made) when made.Intended || made.Done is not null:
                    there[step.On] = made.Incarnation;
                    break;
            }
        }

        return there;
    }

    private static StepHistory Add(StepHistory step, JournalEntry entry) =>
        (entry.Direction, entry.Phase) switch
        {
            (StepDirection.Do, StepPhase.Intent) => step with { Intended = true, Before = Image(entry) },
            (StepDirection.Do, StepPhase.Done) => step with { Done = Origin(entry), Incarnation = Id(entry) },
            (StepDirection.Do, StepPhase.Failed) => step with { Intended = false },
            (StepDirection.Undo, StepPhase.Intent) => step with { UndoIntended = true },
            (StepDirection.Undo, StepPhase.Done) => step with { RolledBack = true },
            _ => step,
        };

    private static BeforeImage? Image(JournalEntry entry) =>
        entry.BeforeImage is { } json ? BeforeImage.Read(json) : null;

    private static StepOrigin Origin(JournalEntry entry) => Enum.Parse<StepOrigin>(entry.Result!);

    private static EngineId? Id(JournalEntry entry) => entry.EngineId is { } id ? new EngineId(id) : null;
}
