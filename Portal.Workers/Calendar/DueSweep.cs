using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Changes;
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
        var due = await db
            .Dues.AsNoTracking()
            .Where(d => d.Kind == ChangeExpires && d.DueAt <= now)
            .OrderBy(d => d.DueAt)
            .Take(AtOnce)
            .ToListAsync(stop);
        foreach (var row in due)
        {
            await Expire(row, stop);
        }

        await db.IdempotencyKeys.Where(k => k.CreatedAt < now - IdempotencyKey.Kept).ExecuteDeleteAsync(stop);
    }

    // Refused where a worker has begun or it is over: an expiry then counts no more.
    private async Task Expire(Due row, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        await using var transaction = await db.Database.BeginTransactionAsync(stop);
        var change = await ChangeMover.Lock(db, new ChangeId(row.SubjectId), stop);
        var isDue = await db.Dues.Where(d => d.Id == row.Id && d.DueAt <= row.DueAt).ExecuteDeleteAsync(stop) == 1;
        if (!isDue)
        {
            return;
        }

        if (change is not null)
        {
            const string Words =
                "Nobody carried it on before its time was over. Ask for it again if it is still needed.";
            await mover.Move(db, change, new ChangeEvent.Expired(), Actor.Clock, "change.expired", Words, stop);
        }

        await transaction.CommitAsync(stop);
    }
}
