using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Portal.Core.Resources;

namespace Portal.Core.Topics;

[StoredAs("grow-partitions")]
public sealed record GrowPartitions(ResourceRef On, Guid TopicId, int Before, int After) : Step(On)
{
    [JsonIgnore]
    public override Reversal Reversal => Reversal.None;

    [JsonIgnore]
    public override ImmutableArray<FieldMove> Moves => [new("partitions", $"{Before}", $"{After}")];

    [JsonIgnore]
    public override string Title => $"Grow {On.Name} from {Before} to {After} partitions";

    [JsonIgnore]
    public override string Done => $"{On.Name} grown from {Before} to {After} partitions";
}
