using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Portal.Core.Resources;

namespace Portal.Core.Topics;

/// <summary>What of a topic counts for staleness: its id, its partitions and the settings set on it (defaults may move with the broker).</summary>
[StoredAs("topic")]
public sealed record TopicBase(Guid TopicId, int Partitions, ImmutableSortedDictionary<string, string?> Configs)
    : ResourceBase
{
    // Set while partitions are moved with a throttle, and taken away after it: what a plan is about stays as it is.
    private static readonly string[] OfThrottle =
    [
        "follower.replication.throttled.replicas",
        "leader.replication.throttled.replicas",
    ];

    public ImmutableSortedDictionary<string, string?> Configs { get; init; } = Configs.RemoveRange(OfThrottle);

    [JsonIgnore]
    public override EngineId Incarnation => TopicIds.Of(TopicId);

    /// <summary>What moved between two readings, in words; null when nothing that is compared.</summary>
    public static string? Moved(string name, TopicBase then, TopicBase now)
    {
        if (then.TopicId != now.TopicId)
        {
            return $"{name} was recreated since the plan was computed.";
        }

        if (then.Partitions != now.Partitions)
        {
            return $"{name} had {then.Partitions} partitions when the plan was computed, and has {now.Partitions} now.";
        }

        var moved = then
            .Configs.Keys.Union(now.Configs.Keys)
            .Where(c => then.Configs.GetValueOrDefault(c) != now.Configs.GetValueOrDefault(c))
            .Order(StringComparer.Ordinal)
            .FirstOrDefault();
        return moved is null
            ? null
            : $"{moved} of {name} was {Value(then, moved)} when the plan was computed, and is {Value(now, moved)} now.";
    }

    private static string Value(TopicBase topic, string config) =>
        topic.Configs.GetValueOrDefault(config) ?? "its default";
}

/// <summary>A topic's UUID as the id of an incarnation. A cluster that gives no ids gives nothing to go by.</summary>
public static class TopicIds
{
    public static EngineId Of(Guid id) => new(id.ToString());

    public static Guid ToTopicId(this EngineId id) => Guid.Parse(id.Value);
}
