using Portal.Core;
using Portal.Core.Health;
using Portal.Core.Topics;
using Portal.Web.Features.Groups;

namespace Portal.Web.Features.Overview;

/// <summary>Something of my teams that isn't well: a group that reads our topics, or a topic that isn't as wanted.</summary>
/// <param name="Severity">The larger the worse; groups by their status, drift below them.</param>
/// <param name="Topics">Where to look for what was changed before.</param>
public abstract record SickThing(
    int Severity,
    string Environment,
    IReadOnlyCollection<(ClusterId Cluster, string Topic)> Topics
)
{
    private const int DriftSeverity = 1;

    public sealed record SickGroup(GroupRow Row)
        : SickThing(
            DriftSeverity + (int)Row.Group.Status,
            Row.Environment,
            [.. Row.Topics.Select(topic => (Row.ClusterId, topic))]
        );

    public sealed record DriftedTopic(ClusterSnapshot Cluster, ManagedTopic Topic)
        : SickThing(DriftSeverity, Cluster.Environment, [(Cluster.Id, Topic.Name)]);
}
