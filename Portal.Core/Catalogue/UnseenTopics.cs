using Portal.Core.Health;
using Portal.Core.Topics;

namespace Portal.Core.Catalogue;

/// <summary>Topics that are managed and that no snapshot has: not there any more, or not seen yet.</summary>
public static class UnseenTopics
{
    /// <summary>Those of a cluster, by name.</summary>
    /// <param name="managed">All that are managed there.</param>
    public static IEnumerable<ManagedTopic> On(ClusterSnapshot cluster, IEnumerable<ManagedTopic> managed) =>
        managed
            .Where(topic => !cluster.Topics.ContainsKey(topic.Name))
            .OrderBy(topic => topic.Name, StringComparer.Ordinal);
}
