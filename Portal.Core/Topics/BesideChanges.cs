namespace Portal.Core.Topics;

/// <summary>What of managed topics differs without a change to them: how many fields drift, as workers find it, and the titles of their owners.</summary>
/// <param name="Clusters">Those whose drift was read.</param>
/// <param name="Drifts">Without topics that don't drift.</param>
/// <param name="Titles">By team.</param>
public sealed record BesideChanges(
    IReadOnlySet<ClusterId> Clusters,
    IReadOnlyDictionary<ResourceId, int> Drifts,
    IReadOnlyDictionary<string, string> Titles
)
{
    /// <returns>The same object where nothing differs.</returns>
    public IReadOnlyDictionary<(ClusterId Cluster, string Name), ManagedTopic> Over(
        IReadOnlyDictionary<(ClusterId Cluster, string Name), ManagedTopic> topics
    )
    {
        var differing = topics.Values.Select(Differing).OfType<ManagedTopic>().ToList();
        if (differing.Count == 0)
        {
            return topics;
        }

        var all = new Dictionary<(ClusterId, string), ManagedTopic>(topics);
        foreach (var topic in differing)
        {
            all[(topic.Cluster, topic.Name)] = topic;
        }

        return all;
    }

    // Null where it is as before.
    private ManagedTopic? Differing(ManagedTopic topic)
    {
        var drifts = Clusters.Contains(topic.Cluster) ? Drifts.GetValueOrDefault(topic.Id) : topic.Drifts;
        var title = Titles.GetValueOrDefault(topic.Owner, topic.OwnerTitle);
        return drifts == topic.Drifts && title == topic.OwnerTitle
            ? null
            : topic with
            {
                Drifts = drifts,
                OwnerTitle = title,
            };
    }
}
