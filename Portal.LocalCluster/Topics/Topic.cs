using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Portal.LocalCluster.Topics;

/// <summary>A topic as the controller knows it.</summary>
public sealed record Topic(
    string Name,
    Guid Id,
    ImmutableArray<Partition> Partitions,
    ImmutableSortedDictionary<string, string> Configs
)
{
    public ImmutableSortedDictionary<string, string> Configs
    {
        get;
        init => (field, Settings) = (value, new TopicSettings(value));
    } = Configs;

    [JsonIgnore]
    public TopicSettings Settings { get; private init; } = new(Configs);
}
