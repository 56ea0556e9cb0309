using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Changes;
using Portal.Core.Changes.Judging;
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
    PlanRecords records,
    UnchangedRecords unchanged,
    ChangeMover mover
)
{
    public async Task Carry(PlanningClaim claim, CancellationToken stop)
    {
        if (!await IsToBePlanned(claim, stop))
        {
            return;
        }

        try
        {
            var proposal = await making.Make(claim.Change, stop);
            await Write(
                claim,
                (db, change) =>
                    change.State == ChangeState.Planning ? Land(db, change, proposal, stop) : Task.CompletedTask,
                stop
            );
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
            (db, change) => Move(db, change, new ChangeEvent.PlanningGaveUp(), "plan.failed", words, stop),
            stop
        );
    }

    // The usual change is looked at without its lock: that is taken, and the state looked at again, when its plan is written.
    private async Task<bool> IsToBePlanned(PlanningClaim claim, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        var state = await db.Set<Change>().Where(c => c.Id == claim.Change).Select(c => c.State).SingleAsync(stop);
        return state == ChangeState.Planning || await Begin(claim, stop);
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
            },
            stop
        );
        return goOn;
    }

    private async Task Land(PortalDb db, Change change, PlanProposal proposal, CancellationToken stop)
    {
        switch (proposal)
        {
            case PlanProposal.Ready ready:
                var (verdict, words) = await records.Write(db, change, ready, stop);
                const string Computed = "Plan computed; running checks.";
                await Move(db, change, new ChangeEvent.Planned(), "plan.computed", Computed, stop);
                await Move(db, change, verdict, "plan.checked", words, stop);
                break;
            case PlanProposal.NothingToDo(var live):
                var found = await unchanged.Write(db, change, live, stop);
                await Move(db, change, new ChangeEvent.PlanFoundNothingToDo(), "plan.nothing_to_do", found, stop);
                break;
            case PlanProposal.Impossible(var wrong, _):
                // Two moves of one refusal: why is said by the one that stays on the change.
                const string No = "No plan is possible for this request.";
                await Move(db, change, new ChangeEvent.Planned(), "plan.refused", No, stop);
                await Move(db, change, new ChangeEvent.Checked(true, false), "plan.checked", wrong, stop);
                break;
        }
    }

    private Task<Move> Move(
        PortalDb db,
        Change change,
        ChangeEvent happened,
        string kind,
        string words,
        CancellationToken stop
    ) => mover.Move(db, change, happened, Actor.Planner, kind, words, stop);

    // The change's row first, then the claim's: the order everybody takes them in.
    private async Task Write(PlanningClaim claim, Func<PortalDb, Change, Task> write, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        await using var transaction = await db.Database.BeginTransactionAsync(stop);
        var change = await ChangeMover.Lock(db, claim.Change, stop);
        await PlanningClaims.Pass(db, claim, stop);
        await write(db, change!);
        if (change!.State != ChangeState.Planning)
        {
            await db.Set<PlanningRun>().Where(r => r.ChangeId == claim.Change).ExecuteDeleteAsync(stop);
        }

        await db.SaveChangesAsync(stop);
        await transaction.CommitAsync(stop);
    }
}
