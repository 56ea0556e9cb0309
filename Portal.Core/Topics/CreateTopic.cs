using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Portal.Core.Resources;

namespace Portal.Core.Topics;

[StoredAs("create-topic")]
public sealed record CreateTopic(ResourceRef On, int Partitions, int Replication, ImmutableArray<ConfigMove> Configs)
    : Step(On)
{
    [JsonIgnore]
    public override Reversal Reversal => Reversal.WhileEmpty;

    [JsonIgnore]
    public override StepEffect Effect => StepEffect.Makes;

    [JsonIgnore]
    public override ImmutableArray<FieldMove> Moves =>
        [
            new("partitions", null, $"{Partitions}"),
            new("replication", null, $"{Replication}"),
            .. Configs.Select(move => move.ToFieldMove()),
        ];

    [JsonIgnore]
    public override string Title => $"Create topic {On.Name} with {Partitions} partition{(Partitions == 1 ? "" : "s")}";

    [JsonIgnore]
    public override string Done => $"Topic {On.Name} created with {Partitions} partitions and {Replication} replicas";
}
