using System.Collections.Immutable;
using Portal.Core.Health;

namespace Portal.Core.Jobs;

/// <summary>
/// Topics of a job that runs which were deleted under it. Flink goes on saying RUNNING, or restarts for a reason that doesn't name them. Pure.
/// </summary>
internal static class MissingTopics
{
    /// <param name="clusters">Those of its environment.</param>
    /// <returns>As its statements name them; none of a cluster that wasn't read whole since the run was first seen: silence isn't absence.</returns>
    public static ImmutableArray<string> Of(SeenJob? run, IEnumerable<ClusterSnapshot> clusters)
    {
        if (run is not { State: JobRunState.Alive, Definition: { } definition })
        {
            return [];
        }

        // It began by Flink's clock, and may not have by the portal's.
        var read = clusters.Where(c => c.Collector.WholeAt > run.FirstSeenAt).ToDictionary(c => c.Name);
        return
        [
            .. definition
                .Topics()
                .Where(topic =>
                    read.TryGetValue(topic.Cluster, out var cluster) && !cluster.Topics.ContainsKey(topic.Topic)
                )
                .Select(topic => topic.Name)
                .Distinct(StringComparer.Ordinal),
        ];
    }
}
