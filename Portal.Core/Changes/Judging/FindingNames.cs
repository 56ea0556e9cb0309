using Microsoft.EntityFrameworkCore;
using Portal.Core.Store;

namespace Portal.Core.Changes.Judging;

/// <summary>
/// What the findings about one change's topics are called. A plan that is judged anew finds them again by these names, so a
/// topic that the change names on several clusters is called with its cluster.
/// </summary>
/// <param name="asked">All that the change is about.</param>
/// <param name="clusters">Their clusters, as people know them.</param>
public sealed class FindingNames(
    IReadOnlyCollection<ChangeResource> asked,
    IReadOnlyDictionary<ClusterId, string> clusters
)
{
    /// <param name="what">What was looked at.</param>
    public string Of(string what, ChangeResource topic) =>
        asked.Any(other => other.Name == topic.Name && other.ClusterId != topic.ClusterId)
            ? $"{what} · {topic.Name} on {clusters[topic.ClusterId]}"
            : $"{what} · {topic.Name}";

    /// <param name="change">With its resources.</param>
    internal static async Task<FindingNames> Read(PortalDb db, Change change, CancellationToken stop)
    {
        var ids = change.Resources.Select(r => r.ClusterId).Distinct().ToArray();
        var clusters = await db.Clusters.Where(c => ids.Contains(c.Id)).ToDictionaryAsync(c => c.Id, c => c.Name, stop);
        return new(change.Resources, clusters);
    }
}
