using Microsoft.EntityFrameworkCore;
using Portal.Core.Changes.Runs;
using Portal.Core.Resources;
using Portal.Core.Store;
using Portal.Engines;

namespace Portal.Workers.Applying;

/// <summary>All steps of a run in the plan's order, from wherever the journal says it is.</summary>
public sealed class RunForward(
    IDbContextFactory<PortalDb> store,
    IStepJournal journal,
    StepWork steps,
    BaseCheck check,
    RunClaims claims,
    UndoLimits limits
)
{
    public async Task<RunTurn> Go(RunWork work, CancellationToken stop)
    {
        try
        {
            return await Steps(work, stop);
        }
        catch (EngineException refused) when (refused.Fault == EngineFault.Final)
        {
            return await End(work, refused.Message, stop);
        }
    }

    private async Task<RunTurn> Steps(RunWork work, CancellationToken stop)
    {
        // Before any engine is asked: one that is down must not keep a person from stopping the run. An abort that is
        // asked for later is met where the next intent would be written.
        if (work.Claim.AbortBy is { } who)
        {
            return await End(work, $"Aborted by {who}.", stop);
        }

        var history = await journal.Read(work.Claim.Run, stop);
        if (!history.HasIntent && await check.Moved(work.Plan, stop) is { } moved)
        {
            return RunMove.Stale(moved);
        }

        if (history.HasIntent && await check.IsAnother(work.Body, stop) is { } another)
        {
            return RunMove.Stick(another);
        }

        for (var i = 0; i < work.Body.Steps.Length; i++)
        {
            if (work.Body.Steps[i].IsOnlyRecorded || history.Of(i).Done is not null)
            {
                continue;
            }

            // With what the step before has written.
            history = i == 0 ? history : await journal.Read(work.Claim.Run, stop);
            work.Scope.Made = history.Made(work.Body);
            work.Scope.Done = history.Of(i).Intended
                ? []
                : [.. work.Body.Steps.Take(i).Where((_, before) => history.Of(before).Done is not null)];
            var step = new StepRef(i, work.Body.Steps[i], StepDirection.Do);
            if (await Worsened(work, step.Step, history, stop) is { } worse)
            {
                return worse;
            }

            switch (await steps.Do(work.Claim, step, history, work.Scope, stop))
            {
                case StepOutcome.Moved(var words):
                    return RunMove.Stale(words);
                case StepOutcome.Waits(var progress):
                    return new RunTurn.Waits(progress);
                case StepOutcome.Ended(var words):
                    return await End(work, words, stop);
            }

            if (work.Claim.HasFailed)
            {
                await claims.Answered(work.Claim, stop);
            }
        }

        return RunMove.Verify();
    }

    // Before the first intent all of it was just read. A run that can't be taken back doesn't turn back: a person's retry then goes forward.
    private async Task<RunMove?> Worsened(RunWork work, Step step, RunHistory history, CancellationToken stop)
    {
        if (
            step.Reversal != Reversal.None
            || !history.HasIntent
            || history.IsPastNoReturn(work.Body)
            || await check.Worsened(work.Plan, history, work.Scope, stop) is not { } words
        )
        {
            return null;
        }

        await using var db = await store.CreateDbContextAsync(stop);
        return await limits.Reached(db, work.Body, history, stop) is { } kept
            ? RunMove.Stick($"{words} {kept}, so it can't be taken back, and a person has to decide.")
            : RunMove.Back(words);
    }

    private async Task<RunMove> End(RunWork work, string words, CancellationToken stop)
    {
        var history = await journal.Read(work.Claim.Run, stop);
        return history.IsPastNoReturn(work.Body)
            ? RunMove.Stick($"{words} It is past the point of no return, so a person has to decide.")
            : RunMove.Back(words);
    }
}
