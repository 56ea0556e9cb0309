using System.Text.Json;
using Portal.Core.Health;
using Portal.Core.Jobs.Sql;

namespace Portal.Web.Features.Jobs.Studio;

/// <summary>
/// What the editor completes beside SQL's own words, for setup/editor/flink.js: the topics of the environment, out of memory, and the columns of
/// those that the text names. Of very many topics only those come that go on with what is written.
/// </summary>
internal static class StudioVocabulary
{
    /// <summary>More would be a list that nobody reads, sent with every pause in typing.</summary>
    private const int Most = 400;

    public static string Of(IEnumerable<ClusterSnapshot> clusters, StudioView view)
    {
        var named = JobScript.Draft(view.Job.Statements).Tables;
        var topics = clusters
            .Where(cluster => cluster.HasKafka && cluster.Environment == view.Cluster?.Environment)
            .ToDictionary(
                cluster => cluster.Name,
                cluster => Names(cluster, [.. named.Where(t => t.Cluster == cluster.Name).Select(t => t.Topic)]),
                StringComparer.Ordinal
            );
        var columns = (view.Verdict.Known?.Tables ?? []).ToDictionary(
            table => table.Name,
            table => table.Columns.Select(column => new[] { column.Name, column.Type }),
            StringComparer.Ordinal
        );
        return JsonSerializer.Serialize(new { topics, columns });
    }

    private static IEnumerable<string> Names(ClusterSnapshot cluster, string[] begun)
    {
        var all = cluster.Topics.Values.Where(topic => !topic.IsInternal).Select(topic => topic.Name).ToList();
        return all.Count <= Most
            ? all
            : all.OrderByDescending(name =>
                    Array.Exists(begun, b => name.Contains(b, StringComparison.OrdinalIgnoreCase))
                )
                .Take(Most);
    }
}
