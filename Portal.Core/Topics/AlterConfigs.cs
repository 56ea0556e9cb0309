using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Portal.Core.Changes;
using Portal.Core.Resources;

namespace Portal.Core.Topics;

/// <param name="DestroysData">A retention cut, a change of cleanup.policy or a shorter wait of compaction: brokers may delete at once, so it can only go forward.</param>
[StoredAs("alter-configs")]
public sealed record AlterConfigs(ResourceRef On, Guid TopicId, ImmutableArray<ConfigMove> Configs, bool DestroysData)
    : Step(On)
{
    [JsonIgnore]
    public override bool Destroys => DestroysData;

    [JsonIgnore]
    public override Reversal Reversal => DestroysData ? Reversal.None : Reversal.Full;

    [JsonIgnore]
    public override ImmutableArray<FieldMove> Moves => [.. Configs.Select(move => move.ToFieldMove())];

    [JsonIgnore]
    public override string Title =>
        Configs switch
        {
            [{ After: { } after } only] => $"Set {only.Name} to {Setting.InWords(only.Name, after).Words} on {On.Name}",
            [var only] => $"Set {only.Name} back to its default on {On.Name}",
            _ => $"Set {Configs.Length} settings on {On.Name}",
        };

    [JsonIgnore]
    public override string Done =>
        $"{On.Name} set to {string.Join(", ", Configs.Select(c => $"{c.Name}={c.After ?? "its default"}"))}";
}
