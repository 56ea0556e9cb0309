using Microsoft.EntityFrameworkCore;
using Portal.Core.Changes;
using Portal.Core.Changes.Plans;
using Portal.Core.Changes.Runs;
using Portal.Core.Jobs.Failures;
using Portal.Core.Jobs.Savepoints;
using Portal.Core.Resources;
using Portal.Core.Store;

namespace Portal.Core.Jobs.Upgrades;

/// <summary>The way back of a job's last upgrade, from the store.</summary>
internal static class WayBackReading
{
    private static readonly RunState[] Counting = [RunState.Applied, RunState.Stuck, RunState.Settled];

    /// <summary>Null where its last change isn't an upgrade that is stuck or was settled after the new version had completed a checkpoint.</summary>
    /// <param name="newest">The job's newest run; null: none was seen.</param>
    public static async Task<WayBack?> Of(PortalDb db, ResourceRef job, SeenJob? newest, CancellationToken stop)
    {
        if (newest is null || newest is { Facts: { Completed: 0, NewestState: null } })
        {
            return null;
        }

        var last = await (
            from resource in db.Set<ChangeResource>()
            join run in db.Set<ApplyRun>() on resource.ChangeId equals run.ChangeId
            join change in db.Set<Change>() on run.ChangeId equals change.Id
            where resource.Kind == job.Kind && resource.ClusterId == job.Cluster && resource.Name == job.Name
            where Counting.Contains(run.State)
            orderby run.Id descending
            select new
            {
                run.Id,
                run.PlanId,
                run.State,
                Change = change.Id,
                change.Title,
                At = run.StartedAt ?? run.CreatedAt,
            }
        ).FirstOrDefaultAsync(stop);
        if (last is not { State: RunState.Stuck or RunState.Settled })
        {
            return null;
        }

        var plan = await db.Set<Plan>().AsNoTracking().SingleAsync(p => p.Id == last.PlanId, stop);
        var steps = plan.Body.Steps;
        var start = steps.OfType<StartJob>().SingleOrDefault(step => step.On == job);
        if (start is not { Former: { } former } || former == start.Definition)
        {
            return null;
        }

        var place = steps.IndexOf(start);
        var isOurs = await db.Set<JournalEntry>()
            .AnyAsync(
                e => e.RunId == last.Id && e.Step == place && e.EngineId == newest.JobId && e.Phase == StepPhase.Done,
                stop
            );
        if (!isOurs)
        {
            return null;
        }

        var before = await db.Set<Savepoint>()
            .AsNoTracking()
            .Where(s => s.RunId == last.Id && s.ClusterId == job.Cluster && s.Name == job.Name && !s.IsFork)
            .SingleOrDefaultAsync(s => s.JobId == start.Stopped, stop);
        var (reads, words) = WayBack.Compare(former, start.Definition, (plan.Evidence.Of(job) as JobEvidence)?.Running);
        return new(
            new AppliedChange(last.Change, last.Title, last.At),
            last.State,
            former,
            newest,
            before is not null && KnownSavepoint.ObstacleOf(before) is null ? before : null,
            reads,
            words
        );
    }
}
