using Portal.Core.Health;

namespace Portal.Web.Api.Topics;

/// <summary>What a list of topics is narrowed to; null: not by that.</summary>
/// <param name="Cluster">Its name.</param>
/// <param name="Owner">The owning team's name.</param>
/// <param name="Search">A part of the name.</param>
/// <param name="WithInternal">Also what Kafka keeps for itself.</param>
internal sealed record TopicFilter(
    string? Environment,
    string? Cluster,
    string? Owner,
    string? Search,
    bool WithInternal
)
{
    public bool Takes(ClusterSnapshot cluster) =>
        (Environment is null || cluster.Environment == Environment) && (Cluster is null || cluster.Name == Cluster);

    public bool Takes(TopicFound topic) =>
        (Owner is null || topic.Managed?.Owner == Owner)
        && (WithInternal || topic.Seen?.IsInternal != true)
        && (Search is null || topic.Name.Contains(Search, StringComparison.OrdinalIgnoreCase));
}
