using Portal.Core.Catalogue;
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
    /// <summary>A page by cluster and name, compared as <c>cluster/name</c> is, character by character.</summary>
    /// <param name="after">That of the last one of the page before; null: from the beginning.</param>
    public async Task<IReadOnlyList<TopicFound>> Page(
        TopicFilter filter,
        string? after,
        int take,
        CancellationToken stop
    )
    {
        var owned = await shelf.All(stop);
        var there = owned.Values.ToLookup(topic => topic.Cluster);
        var page = new List<TopicFound>();
        foreach (var (cluster, last) in Left(filter, after).TakeWhile(_ => page.Count < take))
        {
            page.AddRange(
                cluster
                    .Topics.Keys.Concat(UnseenTopics.On(cluster, there[cluster.Id]).Select(topic => topic.Name))
                    .Where(name => string.CompareOrdinal(name, last) > 0)
                    .Select(name => new TopicFound(
                        cluster,
                        name,
                        cluster.Topics.GetValueOrDefault(name),
                        owned.GetValueOrDefault((cluster.Id, name))
                    ))
                    .Where(filter.Takes)
                    .OrderBy(topic => topic.Name, StringComparer.Ordinal)
                    .Take(take - page.Count)
            );
        }

        return page;
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

    // A cluster's name has no slash: all its keys lie together.
    private IEnumerable<(ClusterSnapshot Cluster, string Last)> Left(TopicFilter filter, string? after) =>
        health
            .Current.Values.Where(filter.Takes)
            .Select(cluster => (Cluster: cluster, Start: $"{cluster.Name}/"))
            .OrderBy(of => of.Start, StringComparer.Ordinal)
            .Where(of => after is null || IsIn(after, of.Start) || string.CompareOrdinal(of.Start, after) > 0)
            .Select(of => (of.Cluster, after is not null && IsIn(after, of.Start) ? after[of.Start.Length..] : ""));

    private static bool IsIn(string key, string start) => key.StartsWith(start, StringComparison.Ordinal);
}
