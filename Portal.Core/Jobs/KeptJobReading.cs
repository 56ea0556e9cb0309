using Microsoft.EntityFrameworkCore;
using Portal.Core.Changes;
using Portal.Core.Health;
using Portal.Core.Resources;
using Portal.Core.Store;

namespace Portal.Core.Jobs;

/// <summary>Reads what the store has of all jobs for a process that keeps it, and makes their rows of that. No Flink is contacted.</summary>
public sealed class KeptJobReading(
    IDbContextFactory<PortalDb> store,
    ResourceKinds kinds,
    IClusterHealth health,
    TimeProvider clock
)
{
    private readonly JobRows _rows = new(kinds, health, clock);

    /// <summary>Which Flinks there are, and the jobs of those alone that may differ: that were read since, or are new.</summary>
    /// <param name="before">Null: the jobs of all are read.</param>
    /// <param name="clusters">Names of those whose jobs may differ as well.</param>
    /// <param name="changes">So may those of the clusters on which these are about a job.</param>
    public async Task<KeptJobs> Read(
        KeptJobs? before,
        IReadOnlyCollection<string> clusters,
        IReadOnlyCollection<ChangeId> changes,
        CancellationToken stop
    )
    {
        await using var db = await store.CreateDbContextAsync(stop);
        var changed =
            changes.Count == 0
                ? []
                : await db.Set<ChangeResource>()
                    .Where(r => changes.Contains(r.ChangeId) && r.Kind == JobKind.Word)
                    .Select(r => r.ClusterId)
                    .Distinct()
                    .ToListAsync(stop);
        // Before the jobs: these are then as young as their Flink's reading, or younger.
        var flinks = await FlinkRows.Of(db).ToListAsync(stop);
        var known = (before?.All ?? [])
            .Where(jobs => !clusters.Contains(jobs.Flink.Cluster) && !changed.Contains(jobs.Flink.Id))
            .ToDictionary(jobs => jobs.Flink.Id);
        var differing = flinks.FindAll(flink => !IsAsBefore(flink, known.GetValueOrDefault(flink.Id)?.Flink));
        var read =
            differing.Count == 0
                ? []
                : await StoredJobs.Read(db, kinds, differing, name: null, owners: null, clock.GetUtcNow(), stop);
        var anew = read.ToDictionary(jobs => jobs.Flink.Id);
        return new([.. flinks.Select(flink => anew.GetValueOrDefault(flink.Id) ?? known[flink.Id])]);
    }

    /// <summary>By cluster and name, as they are now: nothing is read.</summary>
    public IReadOnlyList<JobRow> Rows(KeptJobs kept) =>
        [.. _rows.Join(kept.All, areOwnedAlone: false).OrderBy(r => r.Cluster).ThenBy(r => r.Name)];

    // Each reading of a Flink, also one that fails, has a time of its own.
    private static bool IsAsBefore(FlinkRow now, FlinkRow? before) =>
        before is not null
        && now with { Reading = null } == before with { Reading = null }
        && now.Reading?.TriedAt == before.Reading?.TriedAt;
}
