using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Changes;
using Portal.Core.Changes.Judging;
using Portal.Core.Changes.Plans;
using Portal.Core.Resources;
using Portal.Core.Store;
using Portal.Engines.Kafka;

namespace Portal.Workers.Planning;

/// <summary>
/// The plan that binds: what <see cref="Planner"/> makes of a change, its live clusters, and what was looked at before
/// anybody is asked to approve. Asks the engines, writes nothing.
/// </summary>
public sealed class PlanMaking(
    IDbContextFactory<PortalDb> store,
    IKafkaClusters clusters,
    BaseReader reader,
    EvidenceReader evidence,
    TimeProvider clock
)
{
    /// <exception cref="Engines.EngineException">A cluster didn't answer: there is no plan without its live state.</exception>
    public async Task<PlanProposal> Make(ChangeId id, CancellationToken stop)
    {
        var (subject, registered) = await Read(id, stop);
        var live = new List<LiveCluster>();
        foreach (var asked in subject.Change.Resources.GroupBy(r => r.ClusterId).OrderBy(g => g.Key.Value))
        {
            var cluster = await reader.Read(asked.Key, [.. asked.Select(r => r.Name)], ToCreate(asked), stop);
            if (registered[asked.Key] is { } engine && engine != cluster.EngineId)
            {
                return new PlanProposal.Impossible(
                    $"Another cluster answers at the registered address ({cluster.EngineId} instead of {engine}). A platform engineer has to look at the registration."
                );
            }

            live.Add(cluster);
        }

        switch (Planner.Outline(subject.Change.Resources, live))
        {
            case PlanOutline.Ended(var why):
                return why;
            case PlanOutline.Steps(var body):
                return await Refused(body, stop) is { } words
                    ? new PlanProposal.Impossible(words)
                    : Planner.Judge(subject, live, body, await evidence.Read(body, live, stop), clock.GetUtcNow());
            case var unknown:
                throw new InvalidOperationException(unknown.GetType().Name);
        }
    }

    // With each cluster's own id as it was registered; null until it first answered.
    private async Task<(PlanSubject, Dictionary<ClusterId, string?>)> Read(ChangeId id, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        var change = await db.Changes.AsNoTracking().Include(c => c.Resources).SingleAsync(c => c.Id == id, stop);
        var ids = change.Resources.Select(r => r.ClusterId).Distinct().ToArray();
        var registered = await db
            .Clusters.Where(c => ids.Contains(c.Id))
            .Select(c => new { c.Id, c.EngineId })
            .ToDictionaryAsync(c => c.Id, c => c.EngineId, stop);
        var topics = change.Resources.Select(r => (r.ClusterId, r.Name)).ToList();
        var rivals = await Rivals.Of(db, topics, change.Id, stop);
        return (await PlanSubject.Read(db, change, rivals, stop), registered);
    }

    private static string[] ToCreate(IEnumerable<ChangeResource> asked) =>
        [.. asked.Where(r => r.Operation == ResourceOperation.Create).Select(r => r.Name)];

    // What Kafka itself would refuse is said now, not when it has been approved.
    private async Task<string?> Refused(PlanBody plan, CancellationToken stop)
    {
        foreach (var step in plan.Steps)
        {
            var cluster = await clusters.Open(step.Cluster, stop);
            if (await cluster.WouldRefuse(step, stop) is { } words)
            {
                return $"Kafka would refuse this for {step.Topic}: {words}";
            }
        }

        return null;
    }
}
