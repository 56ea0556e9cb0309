using Portal.Core.Health;
using Portal.Core.Wording;
using Portal.Web.Live;
using Portal.Web.Pages;
using Portal.Web.Wording;

namespace Portal.Web.Features.Topics;

/// <summary>The catalogue at one moment.</summary>
/// <param name="All">Everything in the environment, before the filters.</param>
public sealed record TopicsView(
    IReadOnlyList<TopicRow> Rows,
    IReadOnlyList<TopicRow> All,
    IReadOnlyList<ClusterSnapshot> Clusters
)
{
    public string Summary
    {
        get
        {
            string[] parts =
            [
                $"{Quantity.Count(Rows.Count)} of {Quantity.Of(All.Count, "topic", "topics")}",
                Count(Rows.Count(row => row.Severity > 3), "unhealthy"),
                Count(Rows.Count(row => row.Severity == 3), "unknown"),
                Count(Rows.Count(row => row.Severity == 2), "drifted"),
            ];
            return string.Join(" · ", parts.Where(part => part.Length > 0));
        }
    }

    private static string Count(int count, string word) => count == 0 ? "" : $"{count} {word}";
}

/// <summary>Joins the snapshots in memory with what is managed; a page view never asks a cluster.</summary>
public sealed class TopicsModel(IClusterHealth health, TopicRows rows, ManagedShelf managed) : PageModel<TopicsView>
{
    public async Task Load(TopicQuery query, CancellationToken stop)
    {
        await health.Loaded.WaitAsync(stop);
        var shelf = await managed.All(stop);
        var clusters = health
            .Current.Values.Where(cluster => cluster.HasKafka)
            .Where(cluster => query.Environment is null || cluster.Environment == query.Environment)
            .OrderBy(cluster => cluster.Name, StringComparer.Ordinal)
            .ToList();
        var all = rows.All(shelf)
            .Where(row => query.Environment is null || row.Cluster.Environment == query.Environment)
            .Where(row => query.Internal || !row.Topic.IsInternal)
            .ToList();
        Show(new TopicsView(query.IsFiltered ? [.. all.Where(query.Takes)] : all, all, clusters));
    }
}
