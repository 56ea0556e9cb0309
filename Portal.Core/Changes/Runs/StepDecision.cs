namespace Portal.Core.Changes.Runs;

/// <summary>Which side of a step the live state is on.</summary>
public enum ObservedState
{
    Before,
    After,

    /// <summary>Neither: somebody else's hand, or the engine's own doing.</summary>
    Other,
}

/// <summary>What to do about a step, by what the journal knows and what is there now.</summary>
public abstract record StepMove
{
    private StepMove() { }

    /// <summary>Nothing has been written under this step: say so first, then act.</summary>
    public sealed record IntendAndAct : StepMove;

    /// <summary>It was set out on, and is not done: act, absolute as it is.</summary>
    public sealed record ActAgain : StepMove;

    public sealed record NoteDone(StepOrigin Origin) : StepMove;

    /// <summary>The cluster moved before anything of this run was written.</summary>
    public sealed record Moved : StepMove;

    /// <summary>It isn't as the run left it.</summary>
    public sealed record Unexpected : StepMove;
}

/// <summary>
/// After a crash the next owner sees the after-state: done; the before-state: act; something else: a person decides, if it
/// can't be taken back. Before the run's first intent anything but the before-state makes the plan stale.
/// </summary>
public static class StepDecision
{
    public static StepMove Next(bool runHasIntent, bool stepIntended, ObservedState seen) =>
        (seen, stepIntended) switch
        {
            (ObservedState.Before, false) => new StepMove.IntendAndAct(),
            (ObservedState.Before, true) => new StepMove.ActAgain(),
            _ when !runHasIntent => new StepMove.Moved(),
            (ObservedState.After, false) => new StepMove.NoteDone(StepOrigin.Met),
            (ObservedState.After, true) => new StepMove.NoteDone(StepOrigin.Found),
            _ => new StepMove.Unexpected(),
        };
}
