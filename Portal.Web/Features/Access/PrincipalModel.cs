using Portal.Core.Access;
using Portal.Core.Health;
using Portal.Web.Pages;

namespace Portal.Web.Features.Access;

/// <summary>A principal and all that it may do on one cluster.</summary>
/// <param name="Cluster">As it was last read; null: it wasn't.</param>
public sealed record PrincipalView(AccessAround Access, ClusterSnapshot? Cluster, DateTimeOffset Now);

/// <summary>What a principal can do, out of the store.</summary>
public sealed class PrincipalModel(AccessCatalogue access, IClusterHealth health, TimeProvider clock)
    : PageModel<PrincipalView>
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

        Show(new PrincipalView(found, health.Current.GetValueOrDefault(found.Source.Id), clock.GetUtcNow()));
    }
}
