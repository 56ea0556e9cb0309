using System.Collections.Immutable;
using Portal.Core.Topics;

namespace Portal.Core.Changes.Plans;

/// <summary>A cluster as a plan is made from it: live answers for the plan that binds, the newest snapshot for a forecast.</summary>
/// <param name="EngineId">The cluster's own id.</param>
/// <param name="Brokers">How many there are; null when not known.</param>
/// <param name="Topics">Those that the change names; null where there is none.</param>
/// <param name="Collisions">By name to be created, a topic there that Kafka can't keep apart from it.</param>
public sealed record LiveCluster(
    ClusterId Id,
    string EngineId,
    int? Brokers,
    ImmutableSortedDictionary<string, LiveTopic?> Topics,
    IReadOnlyDictionary<string, string> Collisions
)
{
    public ClusterBase ToBase() =>
        new(
            Id,
            EngineId,
            Topics.ToImmutableSortedDictionary(t => t.Key, t => TopicBase.Of(t.Value), StringComparer.Ordinal)
        );
}
