using Portal.Core;
using Portal.Core.Catalogue;
using Portal.Core.Health;
using Portal.Core.Topics;

namespace Portal.Web.Features.Topics;

/// <summary>Every topic of every cluster as the catalogue shows it, with what is managed and isn't in its snapshot.</summary>
public sealed class TopicRows(IClusterHealth health) : IDisposable
{
    private readonly OncePerReading<TopicRow> _rows = new(
        health,
        (cluster, managed) =>
            cluster
                .Topics.Values.Select(topic => new TopicRow(
                    cluster,
                    topic,
                    managed.GetValueOrDefault((cluster.Id, topic.Name))
                ))
                .Concat(
                    UnseenTopics
                        .On(cluster, managed.Values.Where(topic => topic.Cluster == cluster.Id))
                        .Select(topic => TopicRow.Missing(cluster, topic))
                )
    );

    /// <summary>All topics, by cluster and name; those that a snapshot doesn't have after those that it has.</summary>
    /// <param name="managed">Who owns which topic.</param>
    public IReadOnlyList<TopicRow> All(IReadOnlyDictionary<(ClusterId Cluster, string Name), ManagedTopic> managed) =>
        _rows.Of(managed);

    public void Dispose() => _rows.Dispose();
}
