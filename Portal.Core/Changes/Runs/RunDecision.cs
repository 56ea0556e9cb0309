using Microsoft.EntityFrameworkCore;
using Portal.Core.Changes.Plans;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.Changes.Runs;

/// <summary>The frame of every decision about a run: the change's row, who may, the run's row, what is decided, one transaction.</summary>
internal static class RunDecision
{
    /// <param name="decide">Gives why not, in words; null when it is done.</param>
    public static async Task<Outcome<ChangeState>> Make(
        IDbContextFactory<PortalDb> store,
        ChangeId id,
        Func<Change, Permission> may,
        Func<PortalDb, Change, ApplyRun, Task<string?>> decide,
        CancellationToken stop
    )
    {
        await using var db = await store.CreateDbContextAsync(stop);
        await using var transaction = await db.Database.BeginTransactionAsync(stop);
        if (await ChangeMover.Lock(db, id, stop) is not { } change)
        {
            return Refusal.NotFound($"There is no change {id}.");
        }

        var permission = may(change);
        if (!permission.Granted)
        {
            return Refusal.Denied(permission.Words);
        }

        // Against a step that is just setting out: the intent holds the run's row while it is written.
        var run = await db.Set<ApplyRun>()
            .FromSql($"select * from apply_run where change_id = {id.Value} and ended_at is null for update")
            .SingleOrDefaultAsync(stop);
        if (run is null)
        {
            return Refusal.Conflict($"A change that is {change.State.InWords()} has no run.");
        }

        if (await decide(db, change, run) is { } words)
        {
            return Refusal.Conflict(words);
        }

        await db.SaveChangesAsync(stop);
        await db.Database.ExecuteSqlAsync($"select pg_notify({StoreChannel.Work}, 'decided')", stop);
        await ChangeNotification.Progress(db, id, stop);
        await transaction.CommitAsync(stop);
        return change.State;
    }

    public static async Task<(PlanBody Plan, RunHistory History)> Read(
        PortalDb db,
        ApplyRun run,
        CancellationToken stop
    )
    {
        var plan = await db.Set<Plan>().AsNoTracking().SingleAsync(p => p.Id == run.PlanId, stop);
        var journal = await db.Set<JournalEntry>()
            .AsNoTracking()
            .Where(e => e.RunId == run.Id)
            .OrderBy(e => e.Id)
            .ToListAsync(stop);
        return (plan.Body, new RunHistory(journal));
    }
}
