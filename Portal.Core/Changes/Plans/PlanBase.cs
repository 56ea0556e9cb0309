using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Portal.Core.Resources;
using Portal.Core.Topics;

namespace Portal.Core.Changes.Plans;

/// <summary>The live state a plan was computed from. At apply it is read again; a difference makes the plan stale.</summary>
/// <param name="EngineId">The cluster's own id: another cluster at the same address gets nothing written.</param>
/// <param name="Topics">By name, ordinal order; null where no topic of that name was there.</param>
public sealed record ClusterBase(
    ClusterId Cluster,
    string EngineId,
    ImmutableSortedDictionary<string, TopicBase?> Topics
);

/// <summary>What of a topic counts for staleness: its id, its partitions and the settings set on it (defaults may move with the broker).</summary>
public sealed record TopicBase(Guid TopicId, int Partitions, ImmutableSortedDictionary<string, string?> Configs)
{
    public static TopicBase? Of(LiveTopic? live) =>
        live is null
            ? null
            : new(
                live.TopicId,
                live.Partitions,
                live.Configs.Where(c => !c.Value.IsDefault)
                    .ToImmutableSortedDictionary(c => c.Key, c => c.Value.Value, StringComparer.Ordinal)
            );
}

/// <summary>Intent and base: the part of a plan that is hashed and approved.</summary>
public sealed record PlanBody(ImmutableArray<Step> Steps, ImmutableArray<ClusterBase> Base)
{
    /// <summary>The first step that can't be undone; the number of steps when all can.</summary>
    [JsonIgnore]
    public int PointOfNoReturn => Steps.TakeWhile(s => s.Reversal != Reversal.None).Count();

    /// <summary>What it does to one topic, in the order it does it.</summary>
    public IEnumerable<Step> StepsOn(ClusterId cluster, string topic) =>
        Steps.Where(step => step.Cluster == cluster && step.Topic == topic);

    /// <summary>The settings it moves on one topic.</summary>
    public IEnumerable<ConfigMove> MovesOn(ClusterId cluster, string topic) =>
        StepsOn(cluster, topic).OfType<Step.AlterConfigs>().SelectMany(step => step.Configs);
}
