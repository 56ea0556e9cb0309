using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Portal.Core.Resources;

namespace Portal.Core.Topics;

/// <summary>What is wanted of a topic. Configs left out keep the broker's defaults.</summary>
/// <param name="Configs">Names as Kafka spells them, absolute values; sorted, so that equal specs are equal bytes.</param>
public sealed record TopicSpec(
    int Partitions,
    int Replication,
    ImmutableSortedDictionary<string, string> Configs,
    string Owner,
    Tier Tier = Tier.Standard,
    string Description = ""
) : ResourceSpec(Owner)
{
    [JsonIgnore]
    public override Tier? Criticality => Tier;

    [JsonIgnore]
    public override string About => Description;

    public override TopicSpec At(Tier tier) => this with { Tier = tier };

    public static readonly ImmutableSortedDictionary<string, string> NoConfigs = ImmutableSortedDictionary.Create<
        string,
        string
    >(StringComparer.Ordinal);

    public bool Equals(TopicSpec? other) =>
        other is not null
        && Partitions == other.Partitions
        && Replication == other.Replication
        && Owner == other.Owner
        && Tier == other.Tier
        && Description == other.Description
        && Labels == other.Labels
        && Configs.SequenceEqual(other.Configs);

    public override int GetHashCode() => HashCode.Combine(Partitions, Replication, Owner, Tier, Configs.Count);
}
