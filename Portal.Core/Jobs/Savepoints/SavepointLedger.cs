using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Portal.Core.Changes.Runs;
using Portal.Core.Resources;
using Portal.Core.Store;

namespace Portal.Core.Jobs.Savepoints;

/// <summary>Which savepoints changes made, and what starts from them: written down before the journal goes on, so that none is missing.</summary>
public sealed class SavepointLedger(
    IDbContextFactory<PortalDb> store,
    IOptions<SavepointOptions> options,
    TimeProvider clock
)
{
    /// <summary>Twice is once. With it a row is written that waits for the end of its time.</summary>
    /// <param name="jobId">The run that was stopped with it.</param>
    public async Task Keep(RunId run, ResourceRef on, string jobId, string path, long? bytes, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        await using var db = await store.CreateDbContextAsync(stop);
        await db.Database.ExecuteSqlAsync(
            $"""
            with kept as (
                insert into savepoint (cluster_id, name, job_id, run_id, path, bytes, taken_at)
                values ({on.Cluster.Value}, {on.Name}, {jobId}, {run.Value}, {path}, {bytes}, {now})
                on conflict (run_id, cluster_id, job_id, is_fork) do nothing returning id)
            insert into due (kind, subject_id, due_at)
            select {JobDues.SavepointEnds.Word}, id, {now + options.Value.KeepFor} from kept
            """,
            stop
        );
    }

    /// <summary>Of a savepoint that was taken while its job went on. Twice is once; nothing waits for the end of its time.</summary>
    /// <param name="jobId">The run that goes on.</param>
    public async Task KeepFork(
        RunId run,
        ResourceRef on,
        string jobId,
        string path,
        long? bytes,
        CancellationToken stop
    )
    {
        await using var db = await store.CreateDbContextAsync(stop);
        await db.Database.ExecuteSqlAsync(
            $"""
            insert into savepoint (cluster_id, name, job_id, run_id, path, bytes, taken_at, is_fork)
            values ({on.Cluster.Value}, {on.Name}, {jobId}, {run.Value}, {path}, {bytes}, {clock.GetUtcNow()}, true)
            on conflict (run_id, cluster_id, job_id, is_fork) do nothing
            """,
            stop
        );
    }

    /// <summary>Notes that the savepoint, or the fork, of a run is being deleted: nothing starts from it any more.</summary>
    /// <returns>False: somebody pinned it, or another change started a job from it, so it stays.</returns>
    public async Task<bool> Deleting(RunId run, ResourceRef on, bool isFork, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        await using var transaction = await db.Database.BeginTransactionAsync(stop);
        // Restore notes a start under the same lock.
        var own = await db.Set<Savepoint>()
            .FromSql(
                $"""
                select * from savepoint
                where run_id = {run.Value} and cluster_id = {on.Cluster.Value} and name = {on.Name}
                    and is_fork = {isFork} and deletion_sent_at is null
                order by id for update
                """
            )
            .AsNoTracking()
            .ToListAsync(stop);
        var ids = own.Select(s => s.Id).ToList();
        if (
            own.Any(s => s.PinnedAt is not null)
            || await db.Set<SavepointRestore>().AnyAsync(r => ids.Contains(r.SavepointId) && r.RunId != run, stop)
        )
        {
            return false;
        }

        await db.Set<Savepoint>()
            .Where(s => ids.Contains(s.Id))
            .ExecuteUpdateAsync(set => set.SetProperty(s => s.DeletionSentAt, clock.GetUtcNow()), stop);
        await transaction.CommitAsync(stop);
        return true;
    }

    /// <summary>Notes that the savepoint, or the fork, of a run is deleted.</summary>
    public async Task Deleted(RunId run, ResourceRef on, bool isFork, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        await db.Set<Savepoint>()
            .Where(s => s.RunId == run && s.ClusterId == on.Cluster && s.Name == on.Name)
            .Where(s => s.IsFork == isFork && s.DeletedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(s => s.DeletedAt, clock.GetUtcNow()), stop);
    }

    /// <returns>Null when a Flink has none of that number, or it is being deleted.</returns>
    public async Task<string?> PathOf(ClusterId cluster, long number, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        return await db.Set<Savepoint>()
            .Where(s => s.Id == number && s.ClusterId == cluster && s.DeletedAt == null && s.DeletionSentAt == null)
            .Select(s => s.Path)
            .SingleOrDefaultAsync(stop);
    }

    /// <summary>Notes that a run of the job is about to start from there. What the portal didn't make it doesn't note.</summary>
    /// <returns>False: it is being deleted, and nothing may start from it.</returns>
    public async Task<bool> Restore(RunId run, ResourceRef on, string path, string jobId, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        await using var transaction = await db.Database.BeginTransactionAsync(stop);
        // Whichever job it is of: another one may start with a copy of it.
        var all = await db.Set<Savepoint>()
            .FromSql(
                $"""
                select * from savepoint
                where cluster_id = {on.Cluster.Value} and path = any ({SavepointPath.Spellings(
                    path
                )}) and deleted_at is null
                order by id for update
                """
            )
            .AsNoTracking()
            .ToListAsync(stop);
        if (all is not [var found, ..])
        {
            return true;
        }

        if (found.DeletionSentAt is not null)
        {
            return false;
        }

        await db.Database.ExecuteSqlAsync(
            $"""
            insert into savepoint_restore (savepoint_id, job_id, run_id, at)
            values ({found.Id}, {jobId}, {run.Value}, {clock.GetUtcNow()}) on conflict do nothing
            """,
            stop
        );
        await transaction.CommitAsync(stop);
        return true;
    }
}
