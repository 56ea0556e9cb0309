using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Changes;
using Portal.Core.Changes.Judging;
using Portal.Core.Changes.Plans;
using Portal.Core.Clusters;
using Portal.Core.Resources;
using Portal.Core.Store;

namespace Portal.Workers.Planning;

/// <summary>
/// The plan that binds: what <see cref="PlanOutline"/> and <see cref="Judge"/> make of a change, its live clusters, and what was looked at before
/// anybody is asked to approve. Asks the engines, writes nothing.
/// </summary>
public sealed class PlanMaking(
    IDbContextFactory<PortalDb> store,
    ResourceKinds kinds,
    EngineReaders engines,
    TimeProvider clock
)
{
    /// <exception cref="Engines.EngineException">A cluster didn't answer: there is no plan without its live state.</exception>
    public async Task<PlanProposal> Make(ChangeId id, CancellationToken stop)
    {
        var (subject, registered) = await Read(id, stop);
        var live = new List<LiveEngine>();
        foreach (var asked in subject.OnEngines.GroupBy(r => (r.Kind, r.ClusterId)))
        {
            var (kind, cluster) = asked.Key;
            var engine = await engines.Live(kind).Read(cluster, [.. asked.Select(r => r.Name)], ToCreate(asked), stop);
            if (registered[cluster] is { } known && engine.EngineId.Length > 0 && known != engine.EngineId)
            {
                return new PlanProposal.Impossible(
                    $"Another cluster answers at the registered address ({engine.EngineId} instead of {known}). A platform engineer has to look at the registration."
                );
            }

            live.Add(engine);
        }

        if (await Overtaken(subject.Change, live, stop) is { } overtaken)
        {
            return new PlanProposal.Overtaken(overtaken);
        }

        switch (subject.Outline(kinds, live))
        {
            case PlanOutline.NothingToDo nothing:
                return new PlanProposal.NothingToDo(live, nothing.LeftOut);
            case PlanOutline.Impossible impossible:
                return new PlanProposal.Impossible(impossible.Words, impossible.Resources);
            case PlanOutline.Steps(var body):
                return await Refused(body, stop) is { } words
                    ? new PlanProposal.Impossible(words)
                    : Judge.Of(kinds, subject, live, body, await engines.Evidence(body, live, stop), clock.GetUtcNow());
            case var unknown:
                throw new InvalidOperationException(unknown.GetType().Name);
        }
    }

    private async Task<string?> Overtaken(Change change, IReadOnlyList<LiveEngine> live, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        return await OvertakenEnd.Of(db, kinds, change, live, clock.GetUtcNow(), stop);
    }

    // With each cluster's own id as it was registered; null until it first answered.
    private async Task<(PlanSubject, Dictionary<ClusterId, string?>)> Read(ChangeId id, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        var change = await db.Set<Change>().AsNoTracking().Include(c => c.Resources).SingleAsync(c => c.Id == id, stop);
        var ids = change.Resources.Select(r => r.ClusterId).Distinct().ToArray();
        var registered = await db.Set<Cluster>()
            .Where(c => ids.Contains(c.Id))
            .Select(c => new { c.Id, c.EngineId })
            .ToDictionaryAsync(c => c.Id, c => c.EngineId, stop);
        var others = await ConcurrentChanges.Of(db, kinds, [.. change.Resources.Select(r => r.On)], change.Id, stop);
        return (await PlanSubject.Read(db, kinds, change, others, stop), registered);
    }

    private static string[] ToCreate(IEnumerable<ChangeResource> asked) =>
        [.. asked.Where(r => r.Operation == ResourceOperation.Create).Select(r => r.Name)];

    // What the engine itself would refuse is said now, not when it has been approved.
    private async Task<string?> Refused(PlanBody plan, CancellationToken stop)
    {
        foreach (
            var steps in plan.Steps.Where(step => !step.IsOnlyRecorded).GroupBy(step => (step.On.Kind, step.On.Cluster))
        )
        {
            var (kind, cluster) = steps.Key;
            if (await engines.Live(kind).WouldRefuse(cluster, [.. steps], plan.Steps, stop) is { } words)
            {
                return words;
            }
        }

        return null;
    }
}
