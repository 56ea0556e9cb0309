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
public sealed class TopicsModel(IClusterHealth health, ManagedShelf managed) : PageModel<TopicsView>
{
    public async Task Load(TopicQuery query, CancellationToken stop)
    {
        await health.Loaded.WaitAsync(stop);
        var shelf = await managed.All(stop);
        var clusters = health
            .Current.Values.Where(cluster => query.Environment is null || cluster.Environment == query.Environment)
            .OrderBy(cluster => cluster.Name, StringComparer.Ordinal)
            .ToList();
        var rows = (
            from cluster in clusters
            from topic in cluster.Topics.Values
            select new TopicRow(cluster, topic, shelf.GetValueOrDefault((cluster.Id, topic.Name)))
        ).ToList();
        Show(
            new TopicsView(
                [.. rows.Where(query.Takes)],
                [.. rows.Where(row => query.Internal || !row.Topic.IsInternal)],
                clusters
            )
        );
    }
}
