using Microsoft.EntityFrameworkCore;
using Portal.Core.Changes;
using Portal.Core.Changes.Claims;
using Portal.Core.Changes.Judging;
using Portal.Core.Changes.Plans;
using Portal.Core.Changes.Transfers;
using Portal.Core.Resources;
using Portal.Core.Store;
using Portal.Workers.Planning;

namespace Portal.Workers.Applying;

/// <summary>Whether a plan may still be applied: the base is read again, and so is the evidence.</summary>
public sealed class BaseCheck(
    IDbContextFactory<PortalDb> store,
    ResourceKinds kinds,
    EngineReaders engines,
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

    private async Task<string?> Worsened(Plan plan, List<LiveEngine> live, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        var change = await db.Set<Change>()
            .AsNoTracking()
            .Include(c => c.Resources)
            .SingleAsync(c => c.Id == plan.ChangeId, stop);
        var then = await db.Set<CheckResult>().AsNoTracking().Where(c => c.PlanId == plan.Id).ToListAsync(stop);
        // Other open changes don't matter any more: it is this one's turn, and its base was just compared.
        var subject = await PlanSubject.Read(db, kinds, change, [], stop);
        if (
            (
                TransferPlan.Moved(plan, subject.Transfers)
                ?? ClaimPlan.Moved(subject.Claims)
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
}
