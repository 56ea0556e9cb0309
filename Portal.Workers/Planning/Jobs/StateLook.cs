using Microsoft.EntityFrameworkCore;
using Portal.Core.Jobs;
using Portal.Core.Resources;
using Portal.Core.Store;
using Portal.Engines;
using Portal.Engines.Flink;

namespace Portal.Workers.Planning.Jobs;

/// <summary>The state that a job which isn't alive goes on from, against what its runs are known to have completed.</summary>
public sealed class StateLook(IDbContextFactory<PortalDb> store) : IKindService
{
    private const string Checkpoint = "/chk-"; // as Flink names their folders

    internal async Task<StateAge?> Of(IFlink flink, LiveJob? live, ResourcePlan plan, CancellationToken stop)
    {
        if (
            live is not { IsAlive: false, RestoreFrom: { } from }
            || plan.Steps.OfType<StartJob>().SingleOrDefault()?.From != from
            || (await flink.States(live.Name, live.JobId, stop))?.FirstOrDefault(state => state.Path == from)
                is not { } found
        )
        {
            return null;
        }

        await using var db = await store.CreateDbContextAsync(stop);
        var runs = db.Set<SeenJob>().AsNoTracking().Where(j => j.ClusterId == plan.On.Cluster && j.Name == live.Name);
        var since = runs.Where(j => j.JobId == live.JobId).Select(j => j.StartedAt);
        var facts = await runs.Where(j => since.Any(began => j.StartedAt >= began))
            .Select(j => j.Facts)
            .ToListAsync(stop);
        return new(
            found.WrittenAt,
            from.Contains(Checkpoint, StringComparison.Ordinal),
            facts.Max(each => each.NewestState?.CompletedAt)
        );
    }
}
