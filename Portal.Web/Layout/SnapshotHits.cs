using Portal.Core.Health;
using Portal.Core.Resources;
using Portal.Web.Parts;
using Portal.Web.Preferences;

namespace Portal.Web.Layout;

/// <summary>Topics and groups as the palette shows them, out of memory. Those of the environment that is looked at come first.</summary>
public sealed class SnapshotHits(IClusterHealth health, Workplace workplace)
{
    private const string OfTopics = "Topics";

    public static bool IsTopic(Hit hit) => hit.Group == OfTopics;

    public IEnumerable<Hit> Topics() =>
        from cluster in Clusters
        from topic in cluster.Topics.Values
        where !topic.IsInternal
        select Topic(cluster.Name, cluster.Environment, topic.Name);

    /// <summary>Those of these topics that no snapshot has by now.</summary>
    public IEnumerable<Hit> Unseen(IEnumerable<KnownName> topics) =>
        from topic in topics
        where !Clusters.Any(cluster => cluster.Name == topic.Cluster && cluster.Topics.ContainsKey(topic.Name))
        select Topic(topic.Cluster, topic.Environment, topic.Name);

    public IEnumerable<Hit> Groups() =>
        from cluster in Clusters
        from name in cluster.Groups.Keys
        select new Hit(
            "Consumers",
            Glyph.Group,
            name,
            Addresses.Group(cluster.Name, name),
            cluster.Name,
            cluster.Environment
        );

    private static Hit Topic(string cluster, string environment, string name) =>
        new(OfTopics, Glyph.Topic, name, Addresses.Topic(cluster, name), cluster, environment);

    private IEnumerable<ClusterSnapshot> Clusters =>
        health.Current.Values.OrderBy(cluster => cluster.Environment != workplace.Environment);
}
