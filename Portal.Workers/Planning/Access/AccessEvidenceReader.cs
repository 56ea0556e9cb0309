using Portal.Core.Access;
using Portal.Core.Resources;
using Portal.Engines.Kafka;

namespace Portal.Workers.Planning.Access;

/// <summary>What stands beside a grant on its cluster: a DENY that wins, entries that are there already, whether ACLs count at all.</summary>
public sealed class AccessEvidenceReader(
    IAclClusters clusters,
    AccessLedger ledger,
    AccessTopics topics,
    OpenTopicUse use,
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
        var now = clock.GetUtcNow();
        var principals = plans.SelectMany(plan => plan.Steps).SelectMany(AboutAcls).Select(acl => acl.Principal);
        var acls = (await (await clusters.Open(live.Cluster, stop)).AllWith(principals, stop)).SeenAt(now);
        var context = await topics.Context(live.Cluster, acls, stop);
        var seen = new List<ResourceEvidence>();
        foreach (var plan in plans)
        {
            var others = await ledger.HeldByOthers(live.Cluster, [plan.On.Name], stop);
            seen.Add(await use.Of(AccessEvidence.Of(plan, context, others, now), plan, context, stop));
        }

        return seen;
    }

    private static IEnumerable<Acl> AboutAcls(Step step) =>
        step switch
        {
            GrantAccess grant => grant.Acls,
            RevokeAccess revoke => revoke.Acls,
            RemoveAcls remove => remove.Acls,
            _ => [],
        };
}
