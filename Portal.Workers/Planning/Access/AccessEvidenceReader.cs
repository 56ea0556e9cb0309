using Portal.Core.Access;
using Portal.Core.Resources;
using Portal.Engines.Kafka;

namespace Portal.Workers.Planning.Access;

/// <summary>What stands beside a grant on its cluster: a DENY that wins, entries that are there already, whether ACLs count at all.</summary>
public sealed class AccessEvidenceReader(
    IAclClusters clusters,
    AccessLedger ledger,
    AccessTopics topics,
    TimeProvider clock
) : IEvidenceReader
{
    public ResourceKind Kind => AccessKind.Word;

    public async Task<IReadOnlyList<ResourceEvidence>> Read(
        LiveEngine live,
        IReadOnlyList<ResourcePlan> plans,
        CancellationToken stop
    )
    {
        var answer = await (await clusters.Open(live.Cluster, stop)).All(stop);
        var authorizer = answer.IsOff ? AuthorizerState.Off : AuthorizerState.On;
        var there = await topics.Of(live.Cluster, stop);
        var portal = await topics.Portal(live.Cluster, stop);
        var seen = new List<ResourceEvidence>();
        foreach (var plan in plans)
        {
            var others = await ledger.HeldByOthers(live.Cluster, [plan.On.Name], stop);
            seen.Add(AccessEvidence.Of(plan, authorizer, answer.Acls, others, there, portal, clock.GetUtcNow()));
        }

        return seen;
    }
}
