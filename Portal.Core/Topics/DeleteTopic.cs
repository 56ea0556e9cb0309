using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Portal.Core.Resources;

namespace Portal.Core.Topics;

[StoredAs("delete-topic")]
public sealed record DeleteTopic(ResourceRef On, Guid TopicId) : Step(On)
{
    [JsonIgnore]
    public override Reversal Reversal => Reversal.None;

    [JsonIgnore]
    public override StepEffect Effect => StepEffect.Removes;

    [JsonIgnore]
    public override ImmutableArray<FieldMove> Moves => [];

    [JsonIgnore]
    public override string Title => $"Delete topic {On.Name}";

    [JsonIgnore]
    public override string Done => $"Topic {On.Name} ({TopicId}) deleted";
}
