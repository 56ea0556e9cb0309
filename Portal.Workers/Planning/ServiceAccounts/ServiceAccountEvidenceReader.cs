using Portal.Core.Resources;
using Portal.Core.ServiceAccounts;

namespace Portal.Workers.Planning.ServiceAccounts;

/// <summary>What accounts may still do when they are to be deleted.</summary>
public sealed class ServiceAccountEvidenceReader(HeldByAccount held, TimeProvider clock) : IEvidenceReader
{
    public ResourceKind Kind => ServiceAccountKind.Word;

    public async Task<IReadOnlyList<ResourceEvidence>> Read(
        LiveEngine live,
        IReadOnlyList<ResourcePlan> plans,
        CancellationToken stop
    )
    {
        var grants = await held.Of(live.Cluster, [.. plans.Select(plan => plan.On.Name)], stop);
        return
        [
            .. plans.Select(plan => new ServiceAccountEvidence(
                plan.On,
                [.. grants[plan.On.Name]],
                IsRead: true,
                clock.GetUtcNow()
            )),
        ];
    }
}
