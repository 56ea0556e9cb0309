using Microsoft.EntityFrameworkCore;
using Portal.Core.Clusters;
using Portal.Core.Resources;
using Portal.Core.Store;

namespace Portal.Core.Changes.Judging;

/// <summary>
/// What the findings about one change's resources are called. A plan that is judged anew finds them again by these names, so a
/// name that the change has several times is called with its kind and cluster where it needs them.
/// </summary>
/// <param name="asked">All that the change is about.</param>
/// <param name="clusters">Their clusters, as people know them.</param>
public sealed class FindingNames(
    IReadOnlyCollection<ChangeResource> asked,
    IReadOnlyDictionary<ClusterId, string> clusters
)
{
    /// <param name="what">What was looked at.</param>
    public string Of(string what, ChangeResource resource) =>
        $"{what} · {DistinctName.Of(resource.On, clusters[resource.ClusterId], asked.Select(other => other.On))}";

    /// <param name="change">With its resources.</param>
    internal static async Task<FindingNames> Read(PortalDb db, Change change, CancellationToken stop)
    {
        var ids = change.Resources.Select(r => r.ClusterId).Distinct().ToArray();
        var clusters = await db.Set<Cluster>()
            .Where(c => ids.Contains(c.Id))
            .ToDictionaryAsync(c => c.Id, c => c.Name, stop);
        return new(change.Resources, clusters);
    }
}
