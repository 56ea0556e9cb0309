using Microsoft.EntityFrameworkCore;
using Portal.Core.Clusters;
using Portal.Core.Resources;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.Jobs;

/// <summary>Jobs that were seen or are managed, from the store. No Flink is asked.</summary>
public sealed class JobCatalogue(IDbContextFactory<PortalDb> store, ResourceKinds kinds, TimeProvider clock)
{
    private const int MostRuns = 20;

    /// <summary>By cluster and name.</summary>
    /// <param name="environment">Null: of all.</param>
    public async Task<IReadOnlyList<JobRow>> All(string? environment, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        var flinks = (await FlinkRows.Of(db).ToListAsync(stop)).Where(f =>
            environment is null || f.Environment == environment
        );
        return [.. (await Rows(db, [.. flinks], null, stop)).OrderBy(r => r.Cluster).ThenBy(r => r.Name)];
    }

    /// <summary>The clusters that have a Flink, by name.</summary>
    public async Task<IReadOnlyList<FlinkRow>> Flinks(CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        return await FlinkRows.Of(db).ToListAsync(stop);
    }

    /// <summary>Null when none of that name was seen or is managed there.</summary>
    public async Task<JobDetails?> Get(string cluster, string name, CancellationToken stop)
    {
        if (JobName.Problem(name) is not null)
        {
            return null;
        }

        await using var db = await store.CreateDbContextAsync(stop);
        if (await FlinkRows.Of(db, cluster).SingleOrDefaultAsync(stop) is not { } flink)
        {
            return null;
        }

        if ((await Rows(db, [flink], name, stop)).SingleOrDefault() is not { } row)
        {
            return null;
        }

        var runs = await db.Set<SeenJob>()
            .AsNoTracking()
            .Where(j => j.ClusterId == flink.Id && j.Name == name)
            .OrderByDescending(j => j.StartedAt)
            .Take(MostRuns)
            .ToListAsync(stop);
        var managed = await Managed(db, flink.Id, name).SingleOrDefaultAsync(stop);
        var drifts = managed is null
            ? []
            : await db.Set<Drift>()
                .AsNoTracking()
                .Where(d => d.ResourceId == managed.Id && d.EndedAt == null)
                .OrderBy(d => d.Field)
                .ToListAsync(stop);
        return new(row, flink, runs, managed?.OwnerTeamId, drifts);
    }

    private async Task<IReadOnlyList<JobRow>> Rows(
        PortalDb db,
        IReadOnlyList<FlinkRow> flinks,
        string? name,
        CancellationToken stop
    )
    {
        var ids = flinks.Select(f => f.Id).ToList();
        var newest = await db.Set<SeenJob>()
            .FromSql(
                $"""
                select distinct on (cluster_id, name) * from seen_job
                where {name}::text is null or name = {name}
                order by cluster_id, name, gone_at is not null, started_at desc
                """
            )
            .AsNoTracking()
            .Where(j => ids.Contains(j.ClusterId))
            .ToListAsync(stop);
        var managed = await (
            from resource in db.Set<Resource>().AsNoTracking()
            join team in db.Set<Team>() on resource.OwnerTeamId equals team.Id
            where
                resource.Kind == JobKind.Word
                && resource.GoneAt == null
                && ids.Contains(resource.ClusterId)
                && (name == null || resource.Name == name)
            select new
            {
                Resource = resource,
                team.Name,
                team.Title,
                Drifts = db.Set<Drift>().Count(d => d.ResourceId == resource.Id && d.EndedAt == null),
            }
        ).ToListAsync(stop);
        var runs = newest.ToDictionary(j => (j.ClusterId, j.Name));
        var owned = managed.ToDictionary(m => (m.Resource.ClusterId, m.Resource.Name));
        var now = clock.GetUtcNow();
        return
        [
            .. from flink in flinks
            from key in runs.Keys.Union(owned.Keys).Where(key => key.ClusterId == flink.Id)
            let run = runs.GetValueOrDefault(key)
            let owner = owned.GetValueOrDefault(key)
            where owner is not null || run is { State: JobRunState.Alive }
            let wanted = owner?.Resource.Read(kinds) as JobSpec
            let sight = new JobSight(wanted?.State, run, flink.Reading?.ReadAt, flink.Reading?.Failure)
            select new JobRow(
                flink.Cluster,
                flink.Environment,
                key.Name,
                JobRules.Judge(sight, now),
                run,
                wanted,
                owner?.Name,
                owner?.Title,
                owner?.Drifts ?? 0
            ),
        ];
    }

    private static IQueryable<Resource> Managed(PortalDb db, ClusterId cluster, string name) =>
        db.Set<Resource>()
            .AsNoTracking()
            .Where(r => r.ClusterId == cluster && r.Kind == JobKind.Word && r.Name == name && r.GoneAt == null);
}
