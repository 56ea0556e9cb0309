using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Portal.LocalCluster.Quotas;

namespace Portal.LocalCluster.Topics;

/// <summary>What happened to the cluster, as it is journalled: the state is these, one after the other.</summary>
[JsonDerivedType(typeof(Formed), "formed")]
[JsonDerivedType(typeof(Started), "started")]
[JsonDerivedType(typeof(BrokerPaused), "broker-paused")]
[JsonDerivedType(typeof(BrokerResumed), "broker-resumed")]
[JsonDerivedType(typeof(TopicCreated), "topic-created")]
[JsonDerivedType(typeof(TopicKept), "topic-kept")]
[JsonDerivedType(typeof(TopicDeleted), "topic-deleted")]
[JsonDerivedType(typeof(TopicConfigured), "topic-configured")]
[JsonDerivedType(typeof(PartitionsAdded), "partitions-added")]
[JsonDerivedType(typeof(ProducerIdsReserved), "producer-ids-reserved")]
[JsonDerivedType(typeof(PartitionMoved), "partition-moved")]
[JsonDerivedType(typeof(LeaderElected), "leader-elected")]
[JsonDerivedType(typeof(QuotaChanged), "quota-changed")]
public abstract record ClusterEvent
{
    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this);

    public static ClusterEvent FromBytes(ReadOnlySpan<byte> bytes) =>
        JsonSerializer.Deserialize<ClusterEvent>(bytes) ?? throw new InvalidDataException("The journal holds a null.");

    /// <summary>The cluster got its id, once and for all.</summary>
    public sealed record Formed(string ClusterId) : ClusterEvent;

    /// <summary>The process started with brokers 1 to n; all of them live.</summary>
    public sealed record Started(int Brokers) : ClusterEvent;

    public sealed record BrokerPaused(int Broker) : ClusterEvent;

    public sealed record BrokerResumed(int Broker) : ClusterEvent;

    public sealed record TopicCreated(
        string Name,
        Guid Id,
        ImmutableArray<ImmutableArray<int>> Replicas,
        ImmutableSortedDictionary<string, string> Configs
    ) : ClusterEvent;

    /// <summary>A topic as it stood when the journal was rewritten.</summary>
    public sealed record TopicKept(Topic Topic) : ClusterEvent;

    public sealed record TopicDeleted(Guid Id) : ClusterEvent;

    /// <summary>All of a topic's own configuration, after a change.</summary>
    public sealed record TopicConfigured(Guid Id, ImmutableSortedDictionary<string, string> Configs) : ClusterEvent;

    public sealed record PartitionsAdded(Guid Id, ImmutableArray<ImmutableArray<int>> Replicas) : ClusterEvent;

    /// <summary>A partition is to be on these brokers; null: where it was before it was moved.</summary>
    public sealed record PartitionMoved(Guid Id, int Number, ImmutableArray<int>? Replicas) : ClusterEvent;

    /// <summary>The first living replica of the partition leads now.</summary>
    public sealed record LeaderElected(Guid Id, int Number) : ClusterEvent;

    /// <summary>Producer ids below this may have been given out.</summary>
    public sealed record ProducerIdsReserved(long Below) : ClusterEvent;

    /// <summary>A client quota was set or taken away.</summary>
    /// <param name="Quota">Journals have it as "Change".</param>
    public sealed record QuotaChanged([property: JsonPropertyName("Change")] QuotaChange Quota) : ClusterEvent;
}
