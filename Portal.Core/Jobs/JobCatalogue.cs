using Microsoft.EntityFrameworkCore;
using Portal.Core.Clusters;
using Portal.Core.Health;
using Portal.Core.Jobs.Artifacts;
using Portal.Core.Jobs.Checkpoints;
using Portal.Core.Jobs.Failures;
using Portal.Core.Jobs.Savepoints;
using Portal.Core.Jobs.Tables;
using Portal.Core.Jobs.Upgrades;
using Portal.Core.Resources;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.Jobs;

/// <summary>Jobs that were seen or are managed, from the store. No Flink is asked.</summary>
public sealed class JobCatalogue(
    IDbContextFactory<PortalDb> store,
    ResourceKinds kinds,
    IClusterHealth health,
    TimeProvider clock
)
{
    private readonly JobRows _rows = new(kinds, health, clock);

    internal const int MostRuns = 20;

    /// <summary>Those that these teams own.</summary>
    /// <param name="environment">Null: of all.</param>
    public async Task<IReadOnlyList<JobRow>> OfTeams(
        string? environment,
        IReadOnlyCollection<TeamId> teams,
        CancellationToken stop
    )
    {
        if (teams.Count == 0)
        {
            return [];
        }

        await using var db = await store.CreateDbContextAsync(stop);
        var flinks = (await FlinkRows.Of(db).ToListAsync(stop)).Where(f =>
            environment is null || f.Environment == environment
        );
        return await _rows.Of(db, [.. flinks], null, teams, stop);
    }

    /// <summary>The job that reads as this group; null when none that is known does.</summary>
    public async Task<JobRow?> ReadingAs(string group, string environment, CancellationToken stop)
    {
        if (JobName.OfGroup(group) is not { } name)
        {
            return null;
        }

        await using var db = await store.CreateDbContextAsync(stop);
        var flinks = (await FlinkRows.Of(db).ToListAsync(stop)).Where(f => f.Environment == environment);
        return await _rows.Of(db, [.. flinks], name, null, stop) is [var row, ..] ? row : null;
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

        if ((await _rows.Of(db, [flink], name, null, stop)).SingleOrDefault() is not { } row)
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
        var checkpoints = await KeptCheckpoint.Of(db, flink.Id, [.. runs.Select(r => r.JobId)], stop);
        var savepoints = await _rows.Savepoints(db, flink.Id, name, stop);
        var failures = await JobFailure.Read(db, flink.Id, name, stop);
        var found = new JobDetails(row, flink, runs, checkpoints, savepoints, failures, managed?.OwnerTeamId, drifts);
        found = found with
        {
            Restarts = await KeptRestart.Of(db, flink.Id, [.. runs.Select(r => r.JobId)], stop),
            DeadLetters = DeadLetterCount.Of(found.Definition, health, flink.Environment),
            NewerSchemas = await NewerSchema.Of(db, row.Run, stop),
            Transactions = await SeenTransactionLimits.Of(db, flink.Id, found.Definition, clock.GetUtcNow(), stop),
            WayBack = await WayBackReading.Of(db, new(JobKind.Word, flink.Id, name), row.Run, stop),
        };
        return found.Definition?.Program is { } program
            ? found with
            {
                Artifact = await new JobArtifacts(store).Of(program, stop),
            }
            : found;
    }

    private static IQueryable<Resource> Managed(PortalDb db, ClusterId cluster, string name) =>
        db.Set<Resource>()
            .AsNoTracking()
            .Where(r => r.ClusterId == cluster && r.Kind == JobKind.Word && r.Name == name && r.GoneAt == null);
}
