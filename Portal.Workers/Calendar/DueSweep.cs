using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Changes;
using Portal.Core.Changes.Runs;
using Portal.Core.People;
using Portal.Core.Store;
using Portal.Core.Teams;
using Quartz;

namespace Portal.Workers.Calendar;

/// <summary>
/// Does what rows in <c>due</c> wait for. A row goes in the transaction that did its work, so it is done once. And drops
/// answers that are kept for nobody any more.
/// </summary>
[DisallowConcurrentExecution]
public sealed class DueSweep(IDbContextFactory<PortalDb> store, ChangeMover mover, TimeProvider clock) : IJob
{
    private const string ChangeExpires = "change.expires";
    private const int AtOnce = 200;

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) =>
        await Sweep(cancellationToken);

    public async Task Sweep(CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        var now = clock.GetUtcNow();

        // While a run is under way an expiry doesn't count; it counts again when the run comes to nothing.
        var due = await db.Set<Due>()
            .FromSql(
                $"""
                select d.* from due d
                where d.kind = {ChangeExpires} and d.due_at <= {now}
                  and not exists (
                      select from apply_run r
                      where r.change_id = d.subject_id and r.ended_at is null and r.state <> 'waiting')
                order by d.due_at limit {AtOnce}
                """
            )
            .AsNoTracking()
            .ToListAsync(stop);
        foreach (var row in due)
        {
            await Expire(row, stop);
        }

        await db.Set<IdempotencyKey>().Where(k => k.CreatedAt < now - IdempotencyKey.Kept).ExecuteDeleteAsync(stop);
    }

    // Refused where it is over, and the row has nothing more to wait for; or where a worker began a moment ago.
    private async Task Expire(Due row, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        await using var transaction = await db.Database.BeginTransactionAsync(stop);
        var change = await ChangeMover.Lock(db, new ChangeId(row.SubjectId), stop);
        var isDue =
            await db.Set<Due>().Where(d => d.Id == row.Id && d.DueAt <= row.DueAt).ExecuteDeleteAsync(stop) == 1;
        if (!isDue)
        {
            return;
        }

        if (change is not null)
        {
            const string Words =
                "Nobody carried it on before its time was over. Ask for it again if it is still needed.";
            await mover.Move(db, change, new ChangeEvent.Expired(), Actor.Clock, "change.expired", Words, stop);
            if (change.State.IsRunning())
            {
                return;
            }
        }

        await transaction.CommitAsync(stop);
    }
}
