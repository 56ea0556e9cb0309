using Portal.Core.Access;
using Portal.Core.Health;
using Portal.Web.Pages;

namespace Portal.Web.Features.Access;

/// <summary>A principal and all that it may do on one cluster.</summary>
/// <param name="Quotas">What Kafka lets its clients do a second, as last seen.</param>
/// <param name="Cluster">As it was last read; null: it wasn't.</param>
public sealed record PrincipalView(AccessAround Access, ClusterSnapshot? Cluster, QuotasSeen Quotas, DateTimeOffset Now)
{
    /// <summary>The grants that count for it: its own, and those to everybody.</summary>
    public IReadOnlyList<AccessRow> Counting { get; } = [.. Access.Grants, .. Access.ToEverybody];
}

/// <summary>What a principal can do, out of the store.</summary>
public sealed class PrincipalModel(
    AccessCatalogue access,
    LastSeenQuotas quotas,
    IClusterHealth health,
    TimeProvider clock
) : PageModel<PrincipalView>
{
    public async Task Load(string cluster, string principal, CancellationToken stop)
    {
        var found = await access.OfPrincipal(cluster, principal, stop);
        if (found.Source is null)
        {
            Show(
                new ViewState<PrincipalView>.NotFound(
                    $"There is no cluster {cluster}",
                    "It is not registered, or not any more."
                )
            );
            return;
        }

        var limits = await quotas.Of(found.Source.Id, principal, stop);
        Show(new PrincipalView(found, health.Current.GetValueOrDefault(found.Source.Id), limits, clock.GetUtcNow()));
    }
}
