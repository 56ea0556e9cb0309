using Microsoft.EntityFrameworkCore;
using Portal.Core.Changes;
using Portal.Core.Changes.Claims;
using Portal.Core.Changes.Judging;
using Portal.Core.Changes.Plans;
using Portal.Core.Changes.Runs;
using Portal.Core.Changes.Transfers;
using Portal.Core.Resources;
using Portal.Core.Store;
using Portal.Engines;
using Portal.Workers.Planning;

namespace Portal.Workers.Applying;

/// <summary>Whether a plan may still be applied: the base is read again, and so is the evidence.</summary>
public sealed class BaseCheck(
    IDbContextFactory<PortalDb> store,
    ResourceKinds kinds,
    EngineReaders engines,
    StepHandlers handlers,
    TimeProvider clock
)
{
    /// <summary>Before the first intent: why the plan is stale; null when it holds.</summary>
    public async Task<string?> Moved(Plan plan, CancellationToken stop)
    {
        var live = new List<LiveEngine>();
        foreach (var then in plan.Body.Base)
        {
            var now = await engines.Live(then.Kind).Read(then.Cluster, [.. then.Resources.Keys], [], stop);
            if (BaseDifference.InWords(kinds, then, now.ToBase()) is { } moved)
            {
                return moved;
            }

            live.Add(now);
        }

        return await Worsened(plan, live, stop);
    }

    /// <summary>After the first intent: whether it is still the same engine that answers.</summary>
    public async Task<string?> IsAnother(PlanBody plan, CancellationToken stop)
    {
        foreach (var then in plan.Base)
        {
            var now = await engines.Live(then.Kind).EngineId(then.Cluster, stop);
            if (now != then.EngineId)
            {
                return $"Another cluster answers at this address: {now} instead of {then.EngineId}. Nothing more is written.";
            }
        }

        return null;
    }

    /// <summary>
    /// Before the point of no return: why what the rest of a run destroys isn't what was approved any more; null when it is. Hours may lie between
    /// the first intent and that point. The base isn't compared, because the run has moved it. Nor is what it only starts, grows or sets looked at:
    /// its own new job may be a new reader of that. Of what is destroyed no earlier step moves what is in it or who needs it: a setting that loses
    /// nothing and a soft deletion leave both, and what else the change deletes is known from its whole plan.
    /// </summary>
    /// <exception cref="EngineException">Transient: it is worse only because some of it isn't known for a moment, as after an outage.</exception>
    public async Task<string?> Worsened(Plan plan, RunHistory history, StepScope scope, CancellationToken stop)
    {
        var body = plan.Body;
        var left = body.Steps.Where(
            (step, i) => step is { Reversal: Reversal.None, Destroys: true } && history.Of(i).Done is null
        );
        var destroyed = new HashSet<ResourceRef>();
        foreach (var step in left)
        {
            // Of what is gone already nothing is destroyed any more: it is found done when its step's turn comes.
            var handler = handlers.For(step);
            if (handler.MayLookDone || (await handler.Observe(step, scope, stop)).State != ObservedState.After)
            {
                destroyed.Add(step.On);
            }
        }

        if (destroyed.Count == 0)
        {
            return null;
        }

        var live = new List<LiveEngine>();
        foreach (var names in destroyed.GroupBy(on => (on.Kind, on.Cluster), on => on.Name))
        {
            var (kind, cluster) = names.Key;
            live.Add(await engines.Live(kind).Read(cluster, [.. names], [], stop));
        }

        var seen = await engines.Evidence(body, live, stop);
        await using var db = await store.CreateDbContextAsync(stop);
        var (subject, then) = await Judged(db, plan, stop);
        // What the run made or changed before is another team's without harm; taken back, it would be gone.
        if (RecordedOwner.Moved([.. subject.Lost.Where(l => destroyed.Contains(l.Asked.On))]) is { } lost)
        {
            return lost;
        }

        var now = clock.GetUtcNow();
        var judged = Judge.Midway(kinds, subject, live, plan, seen, now);
        var words = EvidenceDifference.InWords(kinds, plan, then, judged, now);
        // What wasn't known when it was approved may never be, as the commits of a group that the portal may not read.
        var approved = plan.Evidence;
        return words is null || seen.Resources.All(of => of.IsWhole || approved.Of(of.On) is { IsWhole: false })
            ? words
            : throw new EngineException(EngineFault.Transient, words);
    }

    private async Task<string?> Worsened(Plan plan, List<LiveEngine> live, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        var (subject, then) = await Judged(db, plan, stop);
        if (
            (
                TransferPlan.Moved(plan, subject.Transfers)
                ?? ClaimPlan.Moved(subject.Claims)
                ?? RecordedOwner.Moved(subject.Lost)
                ?? await DataOwner.Unasked(db, plan.Id, subject.DataOwners, stop)
            ) is
            { } moved
        )
        {
            return moved;
        }

        var body = plan.Body;
        var now = clock.GetUtcNow();
        var judged = Judge.Of(kinds, subject, live, body, await engines.Evidence(body, live, stop), now);
        return EvidenceDifference.InWords(kinds, plan, then, judged, now);
    }

    private async Task<(PlanSubject Subject, List<CheckResult> Then)> Judged(
        PortalDb db,
        Plan plan,
        CancellationToken stop
    )
    {
        var change = await db.Set<Change>()
            .AsNoTracking()
            .Include(c => c.Resources)
            .SingleAsync(c => c.Id == plan.ChangeId, stop);
        var then = await db.Set<CheckResult>().AsNoTracking().Where(c => c.PlanId == plan.Id).ToListAsync(stop);
        // Other open changes don't matter any more: it is this one's turn, and what it is about was just read.
        return (await PlanSubject.Read(db, kinds, change, [], stop), then);
    }
}
