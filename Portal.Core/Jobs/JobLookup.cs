using Microsoft.EntityFrameworkCore;
using Portal.Core.Jobs.Checkpoints;
using Portal.Core.Jobs.Savepoints;
using Portal.Core.Resources;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.Jobs;

/// <summary>Where a job is, its checkpoints, and the savepoints that former jobs of its name left, without its details.</summary>
public sealed class JobLookup(IDbContextFactory<PortalDb> store)
{
    /// <summary>The cluster of its Flink; null when none of that name runs or is managed there, as <see cref="JobCatalogue.Get"/>.</summary>
    public async Task<ClusterId?> Find(string cluster, string name, CancellationToken stop)
    {
        if (JobName.Problem(name) is not null)
        {
            return null;
        }

        await using var db = await store.CreateDbContextAsync(stop);
        if (await FlinkRows.Of(db, cluster).SingleOrDefaultAsync(stop) is not { Id: var id })
        {
            return null;
        }

        var isManaged = await db.Set<Resource>()
            .AnyAsync(r => r.Kind == JobKind.Word && r.ClusterId == id && r.Name == name && r.GoneAt == null, stop);
        return isManaged || await Runs(db, id, name, stop) ? id : null;
    }

    /// <summary>Those that are kept of its newest runs, newest first.</summary>
    public async Task<IReadOnlyList<KeptCheckpoint>> Checkpoints(ClusterId cluster, string name, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        var runs = await db.Set<SeenJob>()
            .Where(j => j.ClusterId == cluster && j.Name == name)
            .OrderByDescending(j => j.StartedAt)
            .Take(JobCatalogue.MostRuns)
            .Select(j => j.JobId)
            .ToListAsync(stop);
        return await KeptCheckpoint.Of(db, cluster, runs, stop);
    }

    /// <summary>
    /// Savepoints of jobs that had the name there and that the portal manages no more, newest first: those that this person may pin. Another job may have the
    /// name by now.
    /// </summary>
    public async Task<IReadOnlyList<SavepointRow>> FormerSavepoints(
        Caller who,
        string cluster,
        string name,
        DateTimeOffset now,
        CancellationToken stop
    )
    {
        if (JobName.Problem(name) is not null)
        {
            return [];
        }

        await using var db = await store.CreateDbContextAsync(stop);
        return await FlinkRows.Of(db, cluster).SingleOrDefaultAsync(stop) is { Id: var id }
            ? await SavepointRows.Of(db, id, name, now, stop, former: who)
            : [];
    }

    private static async Task<bool> Runs(PortalDb db, ClusterId cluster, string name, CancellationToken stop) =>
        (
            await db.Set<SeenJob>()
                .Where(j => j.ClusterId == cluster && j.Name == name && j.GoneAt == null)
                .Select(j => j.Status)
                .ToListAsync(stop)
        ).Exists(status => !FlinkStatus.IsOver(status));
}
