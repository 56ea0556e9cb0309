using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Portal.Core;
using Portal.Core.Changes;
using Portal.Core.Changes.Runs;
using Portal.Core.Store;
using Portal.Core.Teams;
using Portal.Engines;

namespace Portal.Workers.Planning;

/// <summary>Makes the plan of one claimed change and moves the change by what came of it.</summary>
public sealed class ChangePlanner(
    IDbContextFactory<PortalDb> store,
    PlanningClaims claims,
    PlanMaking making,
    PlanLanding landing,
    ChangeMover mover,
    IOptions<PlanningOptions> options
)
{
    public async Task Carry(PlanningClaim claim, CancellationToken stop)
    {
        if (await ToBePlanned(claim, stop) is not { } found)
        {
            return;
        }

        try
        {
            var proposal = await making.Make(claim.Change, stop);
            if (!await Write(claim, (db, change) => landing.Write(db, change, proposal, found, stop), stop))
            {
                // Another change of its resources ended meanwhile. That is no failure: engines answered, and it is planned again soon.
                await claims.Answered(claim, stop);
                await claims.GiveBack(claim, options.Value.FirstPause, stop);
            }
        }
        catch (EngineException unanswered)
        {
            await (
                unanswered.Fault == EngineFault.Final
                    ? GiveUp(claim, unanswered.Message, stop)
                    : SetAside(claim, unanswered.Message, stop)
            );
        }
    }

    /// <summary>It can't be planned now: tried again later, and after too long given up in words.</summary>
    public async Task SetAside(PlanningClaim claim, string words, CancellationToken stop)
    {
        if (!await claims.Park(claim, words, stop))
        {
            await GiveUp(claim, words, stop);
        }
    }

    private Task GiveUp(PlanningClaim claim, string why, CancellationToken stop)
    {
        var words = $"No plan could be computed: {why}";
        return Write(
            claim,
            async (db, change) =>
            {
                await Move(db, change, new ChangeEvent.PlanningGaveUp(), "plan.failed", words, stop);
                return true;
            },
            stop
        );
    }

    // The usual change is looked at without its lock: that is taken, and the state looked at again, when its plan is written.
    // With what is recorded before engines are looked at; null: it isn't to be planned any more.
    private async Task<RecordedSpecs?> ToBePlanned(PlanningClaim claim, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        var (state, recorded) = await RecordedSpecs.Read(db, claim.Change, stop);
        return state == ChangeState.Planning || await Begin(claim, stop) ? recorded : null;
    }

    /// <summary>A stale change plans again by itself. One that isn't to be planned any more loses its row.</summary>
    private async Task<bool> Begin(PlanningClaim claim, CancellationToken stop)
    {
        var goOn = false;
        await Write(
            claim,
            async (db, change) =>
            {
                if (change.State == ChangeState.Stale)
                {
                    var words = $"Planned again automatically: {change.StatusMessage}";
                    await Move(db, change, new ChangeEvent.PlanAskedAgain(), "plan.again", words, stop);
                }

                goOn = change.State == ChangeState.Planning;
                return true;
            },
            stop
        );
        return goOn;
    }

    private Task<Move> Move(
        PortalDb db,
        Change change,
        ChangeEvent happened,
        string kind,
        string words,
        CancellationToken stop
    ) => mover.Move(db, change, happened, Actor.Planner, kind, words, stop);

    // The change's row first, then the claim's: the order everybody takes them in. False: what was to be written doesn't hold any more.
    private async Task<bool> Write(
        PlanningClaim claim,
        Func<PortalDb, Change, Task<bool>> write,
        CancellationToken stop
    )
    {
        await using var db = await store.CreateDbContextAsync(stop);
        await using var transaction = await db.Database.BeginTransactionAsync(stop);
        var change = await ChangeMover.Lock(db, claim.Change, stop);
        await PlanningClaims.Pass(db, claim, stop);
        if (!await write(db, change!))
        {
            return false;
        }

        if (change!.State != ChangeState.Planning)
        {
            await db.Set<PlanningRun>().Where(r => r.ChangeId == claim.Change).ExecuteDeleteAsync(stop);
        }

        await db.SaveChangesAsync(stop);
        await transaction.CommitAsync(stop);
        return true;
    }
}
