using Portal.Core.Access;
using Portal.Core.Resources;
using Portal.Core.ServiceAccounts;
using Portal.Engines.Kafka;

namespace Portal.Workers.Planning.ServiceAccounts;

/// <summary>What accounts may do already, who is connected as them, and how clients of their cluster sign in.</summary>
public sealed class ServiceAccountEvidenceReader(
    AccountSurroundings surroundings,
    ICredentialClusters credentials,
    IAclClusters acls,
    TimeProvider clock
) : IEvidenceReader
{
    public ResourceKind Kind => ServiceAccountKind.Word;

    public async Task<IReadOnlyList<ResourceEvidence>> Read(
        LiveEngine live,
        IReadOnlyList<ResourcePlan> plans,
        CancellationToken stop
    )
    {
        var enabled = await (await credentials.Open(live.Cluster, stop)).Enabled(stop);
        var answer = await (await acls.Open(live.Cluster, stop)).All(stop);
        return await surroundings.Of(
            live.Cluster,
            [.. plans.Select(plan => plan.On)],
            answer.SeenAt(clock.GetUtcNow()),
            plans
                .SelectMany(plan => plan.Whole)
                .OfType<RevokeAccess>()
                .Where(step => step.On.Cluster == live.Cluster)
                .SelectMany(step => step.Acls),
            enabled,
            isRead: true,
            stop
        );
    }
}
