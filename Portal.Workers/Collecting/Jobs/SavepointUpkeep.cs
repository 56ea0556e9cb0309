using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Audit;
using Portal.Core.Changes.Runs;
using Portal.Core.Jobs.Savepoints;
using Portal.Core.Store;
using Portal.Core.Teams;
using Portal.Engines;
using Portal.Engines.Flink;

namespace Portal.Workers.Collecting.Jobs;

/// <summary>
/// Deletes savepoints of one Flink whose time is over, right after it was read: only what a change's journal made, and only what nothing needs.
/// What is needed is looked at again a day later.
/// </summary>
internal sealed class SavepointUpkeep(
    IFlink flink,
    IDbContextFactory<PortalDb> store,
    ClusterId cluster,
    TimeProvider clock
)
{
    // The next reading of all Flinks waits for it.
    private const int AtOnce = 3;
    private static readonly TimeSpan DeleteWithin = TimeSpan.FromSeconds(5);

    public async Task Go(CancellationToken stop)
    {
        foreach (var over in await Over(stop))
        {
            string? failure;
            try
            {
                if (await Begin(over, stop) is not { } savepoint)
                {
                    continue;
                }

                var began = clock.GetTimestamp();
                var deadline = new ActBefore(() => DeleteWithin - clock.GetElapsedTime(began));
                failure = await flink.DeleteSavepoint(savepoint.Path, deadline, stop);
            }
            // Its folders can't be looked into, or Flink doesn't answer: another day. The others don't wait for it.
            catch (Exception unseen) when (unseen is EngineException or IOException or UnauthorizedAccessException)
            {
                failure = unseen.Message;
            }

            await End(over.Id, failure, stop);
        }
    }

    private async Task<List<Savepoint>> Over(CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        return await db.Set<Savepoint>()
            .AsNoTracking()
            .Where(s => s.ClusterId == cluster && s.EndsAt != null && s.DeletedAt == null)
            .OrderBy(s => s.EndsAt)
            .Take(AtOnce)
            .ToListAsync(stop);
    }

    /// <returns>What is to be deleted: from now on nothing starts from it. Null when it stays.</returns>
    private async Task<Savepoint?> Begin(Savepoint over, CancellationToken stop)
    {
        var need = new SavepointNeed(flink, cluster, clock);
        await using var db = await store.CreateDbContextAsync(stop);
        var before = await need.Of(db, over, stop);
        await using var transaction = await db.Database.BeginTransactionAsync(stop);
        if (
            await Lock(db, over.Id, stop) is not { DeletedAt: null, EndsAt: not null } savepoint
            || await need.Of(db, savepoint, before, stop) is not { } stay
        )
        {
            return null;
        }

        if (stay.Why is { } stays)
        {
            savepoint.Failure = stays.IsPin ? null : stays.Words;
            // Whoever requested it is answered by what needs it; its own time goes on.
            savepoint.DeletionRequestedBy = null;
            await LaterLook.Plan(db, savepoint, clock.GetUtcNow(), keepsTime: true, stop);
            await transaction.CommitAsync(stop);
            return null;
        }

        savepoint.DeletionSentAt ??= clock.GetUtcNow();
        await db.SaveChangesAsync(stop);
        await transaction.CommitAsync(stop);
        return savepoint;
    }

    private async Task End(long id, string? failure, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        await using var transaction = await db.Database.BeginTransactionAsync(stop);
        if (await Lock(db, id, stop) is not { DeletedAt: null } savepoint)
        {
            return;
        }

        savepoint.Failure = failure;
        if (failure is not null)
        {
            await LaterLook.Plan(db, savepoint, clock.GetUtcNow(), keepsTime: false, stop);
            await transaction.CommitAsync(stop);
            return;
        }

        savepoint.DeletedAt = clock.GetUtcNow();
        db.Add(
            new AuditEvent
            {
                At = clock.GetUtcNow(),
                Actor = Actor.Clock,
                Kind = "savepoint.deleted",
                ClusterId = cluster,
                Subject = savepoint.Name,
                Words =
                    $"The savepoint {savepoint.Path} of {savepoint.Name} was deleted: {Why(savepoint)} and nothing needed it.",
            }
        );
        await db.SaveChangesAsync(stop);
        await transaction.CommitAsync(stop);
    }

    private static string Why(Savepoint savepoint) =>
        savepoint.DeletionRequestedBy is { } who ? $"{who} requested it," : "its retention was over";

    private static Task<Savepoint?> Lock(PortalDb db, long id, CancellationToken stop) =>
        db.Set<Savepoint>().FromSql($"select * from savepoint where id = {id} for update").SingleOrDefaultAsync(stop);
}
