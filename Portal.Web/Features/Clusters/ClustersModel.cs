using Portal.Core.Catalogue;
using Portal.Core.Health;
using Portal.Core.Teams;
using Portal.Web.Identity;
using Portal.Web.Pages;

namespace Portal.Web.Features.Clusters;

/// <summary>Registered clusters, worst first; whether this person may register another.</summary>
public sealed record ClustersView(IReadOnlyList<ClusterRow> Rows, bool MayManage);

public sealed class ClustersModel(ClusterCatalogue clusters, IClusterHealth health, Me me) : PageModel<ClustersView>
{
    public async Task Load(CancellationToken stop)
    {
        await health.Loaded.WaitAsync(stop);
        var rows = await clusters.All(stop);
        Show(
            new ClustersView(
                [.. rows.OrderByDescending(row => row.Condition.Status)],
                me.May(new CallerAction.ManageClusters()).Granted
            )
        );
    }
}
