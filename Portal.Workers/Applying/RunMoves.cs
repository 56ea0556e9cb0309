using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Changes;
using Portal.Core.Changes.Approvals;
using Portal.Core.Changes.Runs;
using Portal.Core.Resources;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Workers.Applying;

/// <summary>
/// Moves a run together with its change: the change's row first, then the fence, then both, in one transaction. A run
/// that ends gives its locks back in the same transaction.
/// </summary>
public sealed class RunMoves(IDbContextFactory<PortalDb> store, IFence fence, ChangeMover mover, TimeProvider clock)
{
    /// <param name="also">What else becomes true with this move.</param>
    /// <returns>Where the run is now; null when no move was made, because the change has meanwhile gone another way.</returns>
    public async Task<RunState?> Move(
        RunClaim claim,
        RunMove move,
        CancellationToken stop,
        Func<PortalDb, Change, Task<bool>>? also = null
    )
    {
        await using var db = await store.CreateDbContextAsync(stop);
        await using var transaction = await db.Database.BeginTransactionAsync(stop);
        var change = await ChangeMover.Lock(db, claim.Change, stop);
        move = move.Obeying(await fence.Pass(db, claim, stop));
        if (
            change is null
            || await mover.Move(
                db,
                change,
                move.Happened,
                Actor.Applier,
                move.Kind,
                move.Words,
                stop,
                await Data(db, claim, move, stop)
            ) is Portal.Core.Changes.Move.Refusal
        )
        {
            return null;
        }

        await Write(db, claim, move, stop);
        if (also is not null && !await also(db, change))
        {
            return null;
        }

        await db.SaveChangesAsync(stop);
        await transaction.CommitAsync(stop);
        ApplyingMeter.Came(move.To, clock.GetUtcNow() - claim.ApprovedAt);
        return move.To;
    }

    // A run applies the plan that it begins with: named here, where it also is what nobody had to vote for.
    private static async Task<string?> Data(PortalDb db, RunClaim claim, RunMove move, CancellationToken stop) =>
        move.Happened is ChangeEvent.Claimed ? (await PlanRecord.Read(db, claim.Plan, stop)).ToJson() : null;

    private async Task Write(PortalDb db, RunClaim claim, RunMove move, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        var isOver = move.To is RunState.Applied or RunState.RolledBack or RunState.Stale;
        await db.Set<ApplyRun>()
            .Where(r => r.Id == claim.Run)
            .ExecuteUpdateAsync(
                run =>
                {
                    run.SetProperty(r => r.State, move.To);
                    run.SetProperty(r => r.StatusMessage, move.Words);
                    run.SetProperty(r => r.StartedAt, r => r.StartedAt ?? now);
                    run.SetProperty(r => r.Progress, (WaitProgress?)null);
                    if (move.To == RunState.RollingBack)
                    {
                        // How long the way forward had no answer says nothing of the way back.
                        run.SetProperty(r => r.FirstFailedAt, (DateTimeOffset?)null);
                    }

                    if (isOver || move.To == RunState.Stuck)
                    {
                        run.SetProperty(r => r.Owner, (string?)null);
                        run.SetProperty(r => r.LeaseUntil, (DateTimeOffset?)null);
                    }

                    if (isOver)
                    {
                        run.SetProperty(r => r.EndedAt, now);
                    }
                },
                stop
            );
        if (isOver)
        {
            await db.Set<RunTarget>().Where(t => t.RunId == claim.Run).ExecuteDeleteAsync(stop);
        }
    }
}

/// <summary>Where a run goes, by what happened to its change, and the words for both.</summary>
public sealed record RunMove(RunState To, ChangeEvent Happened, string Kind, string Words)
{
    /// <summary>
    /// An abort that came while the last step was at work is obeyed instead of going on to the end, where none counts any
    /// more, and so is one that came while engines were looked at: a stale change would be planned and applied anew. No step can
    /// have passed the point of no return meanwhile: after the mark no intent is written.
    /// </summary>
    public RunMove Obeying(FencePass pass) =>
        pass.AbortBy is { } who && To is (RunState.Verifying or RunState.Stale) ? Back($"Aborted by {who}.") : this;

    public static RunMove Begin() =>
        new(RunState.Applying, new ChangeEvent.Claimed(), "run.started", "Applying started.");

    public static RunMove Verify() =>
        new(
            RunState.Verifying,
            new ChangeEvent.StepsDone(),
            "run.verifying",
            "All steps are done; verifying the result."
        );

    public static RunMove Finish() =>
        new(RunState.Applied, new ChangeEvent.VerifiedWhole(), "run.applied", "Applied and verified.");

    public static RunMove Back(string words) =>
        new(RunState.RollingBack, new ChangeEvent.UndoBegan(), TurnedBack.Kind, words);

    public static RunMove RolledBack(string words) =>
        new(RunState.RolledBack, new ChangeEvent.RolledBack(), "run.rolled_back", words);

    public static RunMove Stick(string words) => new(RunState.Stuck, new ChangeEvent.GotStuck(), "run.stuck", words);

    public static RunMove Stale(string words) =>
        new(RunState.Stale, new ChangeEvent.ClusterMoved(), "run.stale", words);
}
