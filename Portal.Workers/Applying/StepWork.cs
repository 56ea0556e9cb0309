using Portal.Core;
using Portal.Core.Changes.Runs;
using Portal.Core.Resources;
using Portal.Engines;

namespace Portal.Workers.Applying;

/// <summary>What came of one step. An engine that doesn't answer is an <see cref="EngineException"/> instead.</summary>
public abstract record StepOutcome
{
    private StepOutcome() { }

    public sealed record Done : StepOutcome;

    /// <summary>The cluster moved before anything of this run was written.</summary>
    public sealed record Moved(string Words) : StepOutcome;

    /// <summary>It takes minutes: to be looked at again.</summary>
    public sealed record Waits(WaitProgress Progress) : StepOutcome;

    /// <summary>It can't go on from here: refused for good, not as this run left it, or an abort.</summary>
    public sealed record Ended(string Words) : StepOutcome;
}

/// <summary>One step forward: observe, write the intent with what was seen, act, verify, write that it is done.</summary>
public sealed class StepWork(IStepJournal journal, StepHandlers handlers)
{
    public async Task<StepOutcome> Do(
        RunClaim claim,
        StepRef step,
        RunHistory history,
        StepScope scope,
        CancellationToken stop
    )
    {
        var handler = handlers.For(step.Step);
        var known = history.Of(step.Ordinal);
        var intended = known.Intended;
        var seen = await handler.Observe(step.Step, scope, stop);
        scope.Done = [];
        // A wait begins in the journal too, also where what it waits for is there already.
        var isToBegin = step.Step.IsWait && !intended;
        var isToRepeat = handler.MayLookDone && seen.State == ObservedState.After;
        var state = isToBegin || isToRepeat ? ObservedState.Before : seen.State;
        switch (StepDecision.Next(history.HasIntent, intended, state))
        {
            case StepMove.NoteDone done:
                // Nobody acts in a step that waits, so nothing was found done.
                var origin = step.Step.IsWait ? StepOrigin.Made : done.Origin;
                await NoteDone(claim, step, origin, seen.Resource?.Incarnation, seen, stop);
                return new StepOutcome.Done();
            case StepMove.Moved:
                return new StepOutcome.Moved($"The cluster moved since the plan was computed: {seen.Words}.");
            case StepMove.Unexpected:
                return new StepOutcome.Ended(UnexpectedState.InWords(seen, known));
            case StepMove.IntendAndAct:
                var pass = await journal.Intend(claim, step, new BeforeImage(seen.Resource), stop);
                return pass.AbortBy is { } who
                    ? new StepOutcome.Ended($"Aborted by {who}.")
                    : await Act(claim, step, StepOrigin.Met, scope, stop);
            default:
                return await Act(claim, step, StepOrigin.Found, scope, stop);
        }
    }

    /// <param name="elsewise">How the step came to be done if the engine says it is done already.</param>
    private async Task<StepOutcome> Act(
        RunClaim claim,
        StepRef step,
        StepOrigin elsewise,
        StepScope scope,
        CancellationToken stop
    )
    {
        var handler = handlers.For(step.Step);
        EngineId? made;
        try
        {
            made = await handler.Act(step.Step, scope, stop);
        }
        catch (EngineException refused) when (refused.Fault == EngineFault.Final)
        {
            return await Refused(claim, step, elsewise, refused, scope, stop);
        }

        var seen = await handler.Verify(step.Step, scope, stop);
        switch (seen.State)
        {
            case ObservedState.After:
                await NoteDone(claim, step, StepOrigin.Made, made, seen, stop);
                return new StepOutcome.Done();
            case ObservedState.Before when seen.Progress is { } progress:
                return new StepOutcome.Waits(progress);
            case ObservedState.Before:
                throw NotShownYet.Of(seen.Words);
            case var _ when step.Step.IsWait:
                await journal.Failed(claim, step, $"{seen.Words}.", stop);
                return new StepOutcome.Ended($"{seen.Words}.");
            default:
                return new StepOutcome.Ended($"It was done, but then it wasn't as planned: {seen.Words}.");
        }
    }

    // Refused is also what is done already. An earlier try whose answer never came stays in the journal unless its end is
    // seen: whether it was carried out, no refusal of a later one tells.
    private async Task<StepOutcome> Refused(
        RunClaim claim,
        StepRef step,
        StepOrigin elsewise,
        EngineException refused,
        StepScope scope,
        CancellationToken stop
    )
    {
        var wasTried = elsewise == StepOrigin.Found;
        var handler = handlers.For(step.Step);
        var seen =
            wasTried || refused.IsThereAlready
                ? await handler.ObserveAfterTry(step.Step, scope, stop)
                : await handler.Observe(step.Step, scope, stop);
        switch (seen.State)
        {
            case ObservedState.After when !handler.MayLookDone:
                await NoteDone(claim, step, elsewise, seen.Resource?.Incarnation, seen, stop);
                return new StepOutcome.Done();
            case ObservedState.Before when wasTried && refused.IsThereAlready:
                throw new EngineException(EngineFault.Transient, $"{refused.Message} But still {seen.Words}.", refused);
            case var _ when wasTried:
                return new StepOutcome.Ended($"{refused.Message} An earlier try was never answered; {seen.Words}.");
            default:
                await journal.Failed(claim, step, refused.Message, stop);
                return new StepOutcome.Ended(refused.Message);
        }
    }

    private Task NoteDone(
        RunClaim claim,
        StepRef step,
        StepOrigin origin,
        EngineId? id,
        Observation seen,
        CancellationToken stop
    ) => journal.Done(claim, step, origin, id, StepAudit.Done(step.Step, origin, seen.Remarks), stop);
}
