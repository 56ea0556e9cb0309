using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Portal.Core.Changes.Runs;
using Portal.Core.Resources;
using Portal.Core.Store;

namespace Portal.Core.Jobs.Savepoints;

/// <summary>
/// Which savepoints changes made, and what starts from them: written down before the journal goes on, so that none is missing, and only under the fence of the
/// run that asks. A worker that slept meanwhile would keep one that whoever took over has deleted.
/// </summary>
public sealed class SavepointLedger(
    IDbContextFactory<PortalDb> store,
    IOptions<SavepointOptions> options,
    TimeProvider clock
)
{
    /// <summary>Twice is once. With one that isn't a fork a row is written that waits for the end of its time.</summary>
    /// <param name="jobId">The run that was stopped with it, or goes on.</param>
    /// <param name="isFork">Taken for a rehearsal, while its job went on: the run deletes it itself.</param>
    /// <exception cref="ClaimLostException">Another worker may have taken the run over.</exception>
    public Task Keep(
        FencedRun run,
        ResourceRef on,
        string jobId,
        string path,
        long? bytes,
        bool isFork,
        CancellationToken stop
    )
    {
        var now = clock.GetUtcNow();
        return run.Write(
            store,
            db =>
                db.Database.ExecuteSqlAsync(
                    $"""
                    with kept as (
                        insert into savepoint (cluster_id, name, job_id, run_id, path, bytes, taken_at, is_fork)
                        values ({on.Cluster.Value}, {on.Name}, {jobId}, {run.Id.Value}, {path}, {bytes}, {now},
                            {isFork})
                        on conflict (run_id, cluster_id, job_id, is_fork) do nothing returning id, is_fork)
                    insert into due (kind, subject_id, due_at)
                    select {JobDues.SavepointEnds.Word}, id, {now + options.Value.KeepFor} from kept where not is_fork
                    """,
                    stop
                ),
            stop
        );
    }

    /// <summary>Notes that the savepoint, or the fork, of a run is being deleted: nothing starts from it any more.</summary>
    /// <returns>False: somebody pinned it, or another change started a job from it, so it stays.</returns>
    public Task<bool> Deleting(FencedRun run, ResourceRef on, bool isFork, CancellationToken stop) =>
        run.Write(
            store,
            async db =>
            {
                // Restore notes a start under the same lock.
                var own = await db.Set<Savepoint>()
                    .FromSql(
                        $"""
                        select * from savepoint
                        where run_id = {run.Id.Value} and cluster_id = {on.Cluster.Value} and name = {on.Name}
                            and is_fork = {isFork} and deletion_sent_at is null
                        order by id for update
                        """
                    )
                    .AsNoTracking()
                    .ToListAsync(stop);
                var ids = own.Select(s => s.Id).ToList();
                var starts = db.Set<SavepointRestore>().Where(r => ids.Contains(r.SavepointId) && r.RunId != run.Id);
                if (own.Any(s => s.PinnedAt is not null) || await starts.AnyAsync(stop))
                {
                    return false;
                }

                await db.Set<Savepoint>()
                    .Where(s => ids.Contains(s.Id))
                    .ExecuteUpdateAsync(set => set.SetProperty(s => s.DeletionSentAt, clock.GetUtcNow()), stop);
                return true;
            },
            stop
        );

    /// <summary>Notes that the savepoint, or the fork, of a run is deleted.</summary>
    public Task Deleted(FencedRun run, ResourceRef on, bool isFork, CancellationToken stop) =>
        run.Write(
            store,
            db =>
                db.Set<Savepoint>()
                    .Where(s => s.RunId == run.Id && s.ClusterId == on.Cluster && s.Name == on.Name)
                    .Where(s => s.IsFork == isFork && s.DeletedAt == null)
                    .ExecuteUpdateAsync(set => set.SetProperty(s => s.DeletedAt, clock.GetUtcNow()), stop),
            stop
        );

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
    public Task<bool> Restore(FencedRun run, ResourceRef on, string path, string jobId, CancellationToken stop) =>
        run.Write(
            store,
            async db =>
            {
                var spellings = SavepointPath.Spellings(path);
                // Whichever job it is of: another one may start with a copy of it.
                var all = await db.Set<Savepoint>()
                    .FromSql(
                        $"""
                        select * from savepoint
                        where cluster_id = {on.Cluster.Value} and path = any ({spellings}) and deleted_at is null
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
                    values ({found.Id}, {jobId}, {run.Id.Value}, {clock.GetUtcNow()}) on conflict do nothing
                    """,
                    stop
                );
                return true;
            },
            stop
        );
}
