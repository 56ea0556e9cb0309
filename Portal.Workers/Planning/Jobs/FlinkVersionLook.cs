using Microsoft.EntityFrameworkCore;
using Portal.Core.Jobs;
using Portal.Core.Jobs.Savepoints;
using Portal.Core.Resources;
using Portal.Core.Store;
using Portal.Engines.Flink;

namespace Portal.Workers.Planning.Jobs;

/// <summary>Whether the state that a plan starts a job from was written before the version of its Flink changed.</summary>
public sealed class FlinkVersionLook(IDbContextFactory<PortalDb> store, TimeProvider clock) : IKindService
{
    /// <param name="version">As its Flink reports it now; the collector may not have read it yet.</param>
    /// <param name="forked">What a copy of another job's state is made of; null: none.</param>
    /// <returns>Null where the version that runs wrote it, no change is known, or the plan starts from no state that lies there already.</returns>
    public async Task<FlinkVersionChange?> Of(
        IFlink flink,
        string version,
        LiveJob? live,
        KnownSavepoint? forked,
        ResourcePlan plan,
        CancellationToken stop
    )
    {
        if (
            (live is null && forked is null)
            || plan.Steps.OfType<StartJob>().SingleOrDefault() is not { From: { } path } start
            || await Change(plan.On, version, stop) is not { } change
        )
        {
            return null;
        }

        var writtenAt = forked?.TakenAt ?? start.Restored?.TakenAt ?? await WrittenAt(flink, live!, path, stop);
        return writtenAt >= change.Since ? null : change;
    }

    private async Task<FlinkVersionChange?> Change(ResourceRef on, string version, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        var reading = await db.Set<FlinkReading>()
            .AsNoTracking()
            .SingleOrDefaultAsync(r => r.ClusterId == on.Cluster, stop);
        return reading?.Version is { } last && last != version
            ? new(last, version, clock.GetUtcNow())
            : reading?.VersionChange;
    }

    private static async Task<DateTimeOffset?> WrittenAt(
        IFlink flink,
        LiveJob live,
        string path,
        CancellationToken stop
    ) =>
        (await flink.States(live.Name, live.JobId, stop))
            ?.FirstOrDefault(state => SavepointPath.Same(state.Path, path))
            ?.WrittenAt;
}
