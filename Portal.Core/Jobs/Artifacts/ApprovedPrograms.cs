using Microsoft.EntityFrameworkCore;
using Portal.Core.Changes;
using Portal.Core.Changes.Plans;
using Portal.Core.Changes.Runs;
using Portal.Core.Resources;
using Portal.Core.Store;

namespace Portal.Core.Jobs.Artifacts;

/// <summary>The programs that were approved for a job. No other may run at a Flink, not even to see what job it would start.</summary>
public sealed class ApprovedPrograms(IDbContextFactory<PortalDb> store)
{
    // Of those that name the JAR: with other arguments it is another program.
    private const int MostLookedAt = 20;

    // Why it was taken back may be what it does.
    private static readonly RunState[] TakenBack = [RunState.RollingBack, RunState.RolledBack];

    /// <returns>The newest run of a plan that was approved to start this very program as this job, and that wasn't aborted or taken back; null when there is none.</returns>
    public async Task<RunId?> Of(ResourceRef job, JobProgram program, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        var plans = await (
            from resource in db.Set<ChangeResource>()
            join run in db.Set<ApplyRun>() on resource.ChangeId equals run.ChangeId
            join plan in db.Set<Plan>() on run.PlanId equals plan.Id
            where resource.Kind == job.Kind && resource.ClusterId == job.Cluster && resource.Name == job.Name
            where run.AbortBy == null && !TakenBack.Contains(run.State)
            where plan.Canonical.Contains(program.Artifact)
            orderby run.Id descending
            select new
            {
                Run = run.Id,
                plan.FormVersion,
                plan.Canonical,
            }
        )
            .Take(MostLookedAt)
            .ToListAsync(stop);
        return plans.Find(plan => Starts(CanonicalForm.Read(plan.FormVersion, plan.Canonical)))?.Run;

        bool Starts(PlanBody body) =>
            body.Steps.OfType<StartJob>().Any(start => start.On == job && start.Definition.Program == program);
    }
}
