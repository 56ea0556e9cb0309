using Microsoft.EntityFrameworkCore;
using Portal.Core.Changes.Runs;
using Portal.Core.Resources;
using Portal.Core.Store;
using Portal.Engines;

namespace Portal.Workers.Applying;

/// <summary>Takes back what a run did, last step first, journalled with the same safety as going forward.</summary>
public sealed class Rollback(
    IDbContextFactory<PortalDb> store,
    IStepJournal journal,
    StepHandlers handlers,
    BaseCheck check,
    RunClaims claims
)
{
    public async Task<RunMove> Go(RunWork work, CancellationToken stop)
    {
        // What never set out to write left nothing to be looked at: no engine is needed to say so.
        var before = await journal.Read(work.Claim.Run, stop);
        if (!before.HasIntent)
        {
            return await Over(work, before, "No step had been applied.", [], stop);
        }

        if (await check.IsAnother(work.Body, stop) is { } another)
        {
            return RunMove.Stick(another);
        }

        for (var i = work.Body.Steps.Length - 1; i >= 0; i--)
        {
            var history = await journal.Read(work.Claim.Run, stop);
            var step = history.Of(i);
            // Without an intent of ours nothing of it is ours: refused by the engine, never reached, or done by somebody else.
            if (step.RolledBack || !step.Intended)
            {
                continue;
            }

            if (await Back(work, new StepRef(i, work.Body.Steps[i], StepDirection.Undo), step, stop) is { } words)
            {
                return RunMove.Stick(history.Failure is { } why ? $"{why} {words}" : words);
            }

            if (work.Claim.HasFailed)
            {
                await claims.Answered(work.Claim, stop);
            }
        }

        var remains = (await journal.Read(work.Claim.Run, stop)).Remains;
        return await Over(work, before, "Every applied step was undone.", remains, stop);
    }

    // Where no engine refused a step, why is what the run turned back with: an abort, or a step that isn't as it was left.
    private async Task<RunMove> Over(
        RunWork work,
        RunHistory before,
        string words,
        IReadOnlyList<string> remains,
        CancellationToken stop
    )
    {
        var why = before.Failure ?? await TurnedBackFor(work.Claim, stop);
        string?[] sentences = [why, words, .. remains];
        return RunMove.RolledBack(string.Join(' ', sentences.OfType<string>()));
    }

    private async Task<string?> TurnedBackFor(RunClaim claim, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        return await TurnedBack.Why(db, claim.Change, stop);
    }

    /// <returns>Why it can't be taken back; null when it is.</returns>
    private async Task<string?> Back(RunWork work, StepRef step, StepHistory history, CancellationToken stop)
    {
        var scope = work.Scope;
        if (history.Done is null)
        {
            // A wait changed nothing that could be shown late. While it was looked at, what it waited for would go on.
            var seen = step.Step.IsWait
                ? new Observation(ObservedState.Before, null, "it only waited")
                : await handlers.For(step.Step).ObserveAfterTry(step.Step, scope, stop);
            switch (seen.State)
            {
                case ObservedState.Before when handlers.For(step.Step).MayBeHalfDone:
                    return await Undo(work, step, history, scope, stop);
                case ObservedState.Before:
                    var nothing = StepAudit.NothingToUndo(step.Step, seen.Remarks);
                    await journal.RolledBack(work.Claim, step, null, nothing, seen.Remarks, stop);
                    return null;
                case ObservedState.Other:
                    return await Stuck(work, step, UnexpectedState.InWords(seen, history), stop);
            }

            var found = step with { Direction = StepDirection.Do };
            var words = StepAudit.Done(step.Step, StepOrigin.Found, seen.Remarks);
            await journal.Done(work.Claim, found, StepOrigin.Found, seen.Resource?.Incarnation, words, stop);
            history = history with { Done = StepOrigin.Found, Incarnation = seen.Resource?.Incarnation };
        }

        return await Undo(work, step, history, scope, stop);
    }

    private async Task<string?> Undo(
        RunWork work,
        StepRef step,
        StepHistory history,
        StepScope scope,
        CancellationToken stop
    )
    {
        if (!history.UndoIntended)
        {
            var seen = await handlers.For(step.Step).Observe(step.Step, scope, stop);
            await journal.Intend(work.Claim, step, new BeforeImage(seen.Resource), stop);
        }

        string? remains;
        var before = history.Before ?? new BeforeImage(null);
        var undoing = new Undoing(before, history.Incarnation, history.Done, history.UndoIntended);
        try
        {
            var verdict = await handlers.For(step.Step).Undo(step.Step, undoing, scope, stop);
            if (!verdict.Holds)
            {
                return await Stuck(work, step, verdict.Words, stop);
            }

            remains = verdict.Words.Length > 0 ? verdict.Words : null;
        }
        catch (EngineException refused) when (refused.Fault == EngineFault.Final)
        {
            return await Stuck(work, step, refused.Message, stop);
        }

        var words = StepAudit.TakenBack(step.Step, history.Done, remains);
        await journal.RolledBack(work.Claim, step, history.Incarnation, words, remains, stop);
        return null;
    }

    private async Task<string> Stuck(RunWork work, StepRef step, string words, CancellationToken stop)
    {
        await journal.Failed(work.Claim, step, words, stop);
        return words;
    }
}
