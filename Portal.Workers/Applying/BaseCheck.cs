using Microsoft.EntityFrameworkCore;
using Portal.Core.Changes;
using Portal.Core.Store;
using Portal.Engines.Kafka;
using Portal.Workers.Planning;

namespace Portal.Workers.Applying;

/// <summary>Whether a plan may still be applied: the base is read again, and so is the evidence.</summary>
public sealed class BaseCheck(
    IDbContextFactory<PortalDb> store,
    IKafkaClusters clusters,
    BaseReader reader,
    EvidenceReader evidence
)
{
    /// <summary>Before the first intent: why the plan is stale; null when it holds.</summary>
    public async Task<string?> Moved(Plan plan, CancellationToken stop)
    {
        var body = plan.Body;
        var live = new List<LiveCluster>();
        foreach (var then in body.Base)
        {
            var now = await reader.Read(then.Cluster, [.. then.Topics.Keys], [], stop);
            if (BaseDifference.InWords(then, now.ToBase()) is { } moved)
            {
                return moved;
            }

            live.Add(now);
        }

        return await RiskRose(plan, live, stop);
    }

    /// <summary>After the first intent: whether it is still the same cluster that answers.</summary>
    public async Task<string?> IsAnother(PlanBody plan, CancellationToken stop)
    {
        foreach (var then in plan.Base)
        {
            var facts = await (await clusters.Open(then.Cluster, stop)).Describe(stop);
            if (facts.EngineId != then.EngineId)
            {
                return $"Another cluster answers at this address: {facts.EngineId} instead of {then.EngineId}. Nothing more is written.";
            }
        }

        return null;
    }

    private async Task<string?> RiskRose(Plan plan, List<LiveCluster> live, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        var change = await db
            .Changes.AsNoTracking()
            .Include(c => c.Resources)
            .SingleAsync(c => c.Id == plan.ChangeId, stop);
        var setting = await RiskSettings.Of(db, change, stop);
        var risk = Risk.Of(plan.Body, await evidence.Read(plan.Body, live, stop), setting);
        return risk.Band > plan.RiskBand
            ? $"The risk has risen from {plan.RiskBand} to {risk.Band} since it was approved: {risk.Reasons[0].Words}"
            : null;
    }
}
