using Microsoft.EntityFrameworkCore;
using Portal.Core.Jobs;
using Portal.Core.Jobs.Savepoints;
using Portal.Core.Resources;
using Portal.Core.Store;
using Portal.Engines;
using Portal.Engines.Flink;

namespace Portal.Workers.Planning.Jobs;

/// <summary>The state that a job which isn't alive goes on from, against what its runs are known to have completed.</summary>
public sealed class StateLook(IDbContextFactory<PortalDb> store, ArrivedRecords arrived) : IKindService
{
    internal async Task<StateAge?> Of(IFlink flink, LiveJob? live, ResourcePlan plan, CancellationToken stop)
    {
        if (
            live is not { IsAlive: false, RestoreFrom: { } from }
            || plan.Steps.OfType<StartJob>().SingleOrDefault() is not { } start
            || start.From != from
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
        var age = new StateAge(found.WrittenAt, found.CheckpointNumber is not null, completed)
        {
            Settlement = settlement,
        };
        // Commits don't show what is deleted after an older state, nor after a savepoint that the run went on after: that commits nothing.
        var standsThere = !age.IsOvertaken && (age.IsCheckpoint || IsFinished(live, seen));
        var group = standsThere ? CommittingGroup.Of(live.Name, live.Definition ?? start.Definition) : null;
        var tables = Kept(start.Definition, live.Definition);
        var came = await arrived.Of(plan.On.Cluster, tables, found.WrittenAt, group, stop);
        return age with { Cut = came.Cut, MayBeCut = came.MayBeCut };
    }

    // A run that is stopped with a savepoint finishes.
    private static bool IsFinished(LiveJob live, List<SeenJob> seen) =>
        live.Status == FlinkStatus.Finished
        || seen.Exists(run => run.JobId == live.JobId && run.Status == FlinkStatus.Finished);

    // The state has no place in a topic that only the new version reads: there it begins anew.
    private static IEnumerable<string> Kept(JobDefinition wanted, JobDefinition? ran) =>
        ran is null
            ? ArrivedRecords.Read(wanted)
            : ArrivedRecords.Read(wanted).Intersect(ArrivedRecords.Read(ran), StringComparer.Ordinal);
}
