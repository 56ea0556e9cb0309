using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Portal.Core.Changes.Judging;

namespace Portal.Core.Resources;

/// <summary>How far a step can be taken back.</summary>
public enum Reversal
{
    /// <summary>Undone by writing the before-image again.</summary>
    Full,

    /// <summary>Undone while nothing was written to what it made; after that only a person can decide.</summary>
    WhileEmpty,

    /// <summary>Can only go forward: this is the point of no return.</summary>
    None,
}

/// <summary>One setting's absolute values; null means "the default holds" (nothing set on the topic).</summary>
public sealed record ConfigMove(string Name, string? Before, string? After);

/// <summary>
/// One step of a plan. Values are absolute, so that doing it twice is doing it once. What it acts on is named by the
/// engine's id wherever there is one.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(CreateTopic), "create-topic")]
[JsonDerivedType(typeof(AlterConfigs), "alter-configs")]
[JsonDerivedType(typeof(GrowPartitions), "grow-partitions")]
[JsonDerivedType(typeof(DeleteTopic), "delete-topic")]
public abstract record Step(ClusterId Cluster, string Topic)
{
    [JsonIgnore]
    public abstract Reversal Reversal { get; }

    public sealed record CreateTopic(
        ClusterId Cluster,
        string Topic,
        int Partitions,
        int Replication,
        ImmutableArray<ConfigMove> Configs
    ) : Step(Cluster, Topic)
    {
        [JsonIgnore]
        public override Reversal Reversal => Reversal.WhileEmpty;
    }

    /// <param name="DestroysData">A retention cut or a change of cleanup.policy: brokers may delete at once, so it can only go forward.</param>
    public sealed record AlterConfigs(
        ClusterId Cluster,
        string Topic,
        Guid TopicId,
        ImmutableArray<ConfigMove> Configs,
        bool DestroysData
    ) : Step(Cluster, Topic)
    {
        [JsonIgnore]
        public override Reversal Reversal => DestroysData ? Reversal.None : Reversal.Full;
    }

    public sealed record GrowPartitions(ClusterId Cluster, string Topic, Guid TopicId, int Before, int After)
        : Step(Cluster, Topic)
    {
        [JsonIgnore]
        public override Reversal Reversal => Reversal.None;
    }

    public sealed record DeleteTopic(ClusterId Cluster, string Topic, Guid TopicId) : Step(Cluster, Topic)
    {
        [JsonIgnore]
        public override Reversal Reversal => Reversal.None;
    }
}
