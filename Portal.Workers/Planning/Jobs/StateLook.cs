using Microsoft.EntityFrameworkCore;
using Portal.Core.Jobs;
using Portal.Core.Jobs.Savepoints;
using Portal.Core.Resources;
using Portal.Core.Store;
using Portal.Engines;
using Portal.Engines.Flink;

namespace Portal.Workers.Planning.Jobs;

/// <summary>The state that a job which isn't alive goes on from, against what its runs are known to have completed.</summary>
public sealed class StateLook(IDbContextFactory<PortalDb> store) : IKindService
{
    internal async Task<StateAge?> Of(IFlink flink, LiveJob? live, ResourcePlan plan, CancellationToken stop)
    {
        if (
            live is not { IsAlive: false, RestoreFrom: { } from }
            || plan.Steps.OfType<StartJob>().SingleOrDefault()?.From != from
            || await flink.States(live.Name, live.JobId, stop) is not { } states
            || states.FirstOrDefault(state => state.Path == from) is not { } found
        )
        {
            return null;
        }

        await using var db = await store.CreateDbContextAsync(stop);
        var runs = db.Set<SeenJob>().AsNoTracking().Where(j => j.ClusterId == plan.On.Cluster && j.Name == live.Name);
        var since = runs.Where(j => j.JobId == live.JobId).Select(j => j.StartedAt);
        var seen = await runs.Where(j => since.Any(began => j.StartedAt >= began)).ToListAsync(stop);
        var isOpen = live.Savepoints.Any(s => s.MayBeUncommitted && SavepointPath.Same(s.Path, from));
        var settlement = isOpen ? await Settlement.Of(flink, live.JobId, states, found, stop) : ForkSettlement.Settled;
        // What that run had prepared is committed by its own checkpoints alone.
        var completed =
            settlement == ForkSettlement.Never
                ? seen.Find(run => run.JobId == live.JobId)?.Facts.LastCompleted?.CompletedAt
                : seen.Max(run => run.Left()?.CompletedAt);
        return new(found.WrittenAt, found.CheckpointNumber is not null, completed) { Settlement = settlement };
    }
}
