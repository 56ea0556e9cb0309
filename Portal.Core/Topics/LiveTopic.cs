using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Portal.Core.Resources;

namespace Portal.Core.Topics;

/// <summary>One setting as the broker tells it.</summary>
/// <param name="Value">Null when the broker hides it (sensitive).</param>
/// <param name="IsDefault">True when the topic itself sets nothing and the broker's or Kafka's default holds.</param>
/// <param name="Default">What would hold if the topic set nothing; null where nothing is set (it is the value then), and where the broker doesn't tell.</param>
public sealed record LiveConfig(
    string? Value,
    bool IsDefault,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Default = null
)
{
    /// <summary>What holds without the topic's own word; null when not told.</summary>
    [JsonIgnore]
    public string? ByDefault => IsDefault ? Value : Default;
}

/// <summary>A topic as it is on the cluster.</summary>
/// <param name="TopicId">The engine's own id: a topic made again under the name has another.</param>
[StoredAs("topic")]
public sealed record LiveTopic(
    string Name,
    Guid TopicId,
    int Partitions,
    int Replication,
    bool IsInternal,
    ImmutableSortedDictionary<string, LiveConfig> Configs
) : ResourceState
{
    [JsonIgnore]
    public override EngineId Incarnation => TopicIds.Of(TopicId);

    /// <summary>Its cluster has no such setting: those that it has are shown with their defaults too.</summary>
    public bool Lacks(string setting) =>
        !Configs.ContainsKey(setting) && Configs.Values.Any(config => config.IsDefault);

    public override TopicBase ToBase() =>
        new(
            TopicId,
            Partitions,
            Configs
                .Where(c => !c.Value.IsDefault)
                .ToImmutableSortedDictionary(c => c.Key, c => c.Value.Value, StringComparer.Ordinal)
        );
}
