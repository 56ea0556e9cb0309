using Portal.Core.Health;
using Portal.Core.Topics;
using Portal.Web.Live;

namespace Portal.Web.Api.Topics;

/// <summary>
/// Topics out of the snapshots and of what is managed. A topic that was just made is there before the collector has
/// seen it: managed, with figures that are not known yet.
/// </summary>
internal sealed class TopicReading(IClusterHealth health, ManagedShelf shelf, ManagedTopics managed)
{
    public async Task<IReadOnlyList<TopicFound>> All(CancellationToken stop)
    {
        var owned = await shelf.All(stop);
        var byCluster = owned.Values.ToLookup(t => t.Cluster);
        return
        [
            .. from cluster in health.Current.Values
            from name in cluster
                .Topics.Keys.Concat(byCluster[cluster.Id].Select(t => t.Name))
                .Distinct(StringComparer.Ordinal)
            select new TopicFound(
                cluster,
                name,
                cluster.Topics.GetValueOrDefault(name),
                owned.GetValueOrDefault((cluster.Id, name))
            ),
        ];
    }

    /// <summary>Null when it is neither seen nor managed there.</summary>
    public async Task<TopicFound?> Find(string clusterName, string name, CancellationToken stop)
    {
        if (health.Current.Values.FirstOrDefault(c => c.Name == clusterName) is not { } cluster)
        {
            return null;
        }

        var owned = await managed.Get(cluster.Id, name, stop);
        var seen = cluster.Topics.GetValueOrDefault(name);
        return owned is null && seen is null ? null : new TopicFound(cluster, name, seen, owned);
    }

    public async Task<IReadOnlyList<DriftDto>> Drifts(TopicFound topic, CancellationToken stop) =>
        topic.Managed is { Drifts: > 0 } drifted
            ?
            [
                .. (await managed.Drifts(drifted.Id, stop)).Select(d => new DriftDto(
                    d.Field,
                    d.Wanted,
                    d.Live,
                    d.FirstSeenAt
                )),
            ]
            : [];
}
