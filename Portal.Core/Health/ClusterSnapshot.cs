using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Portal.Core.Clusters;

namespace Portal.Core.Health;

/// <summary>
/// What is known of one cluster at one version: immutable, held once per process and shared by all open pages. All of
/// it comes from the store; nothing here ever waits for a cluster.
/// </summary>
/// <param name="Version">Raised by each cycle of the collector. While nobody collects it stays, and everything becomes unknown with its age.</param>
/// <param name="Topics">By name, ordinal. Only those that are there; internal ones are marked.</param>
/// <param name="Groups">By name, ordinal.</param>
public sealed record ClusterSnapshot(
    ClusterId Id,
    string Name,
    string Environment,
    string Region,
    bool IsLocal,
    long Version,
    CollectorSnapshot Collector,
    ImmutableArray<BrokerSnapshot> Brokers,
    ImmutableSortedDictionary<string, TopicSnapshot> Topics,
    ImmutableSortedDictionary<string, GroupSnapshot> Groups
)
{
    /// <summary>False: it has Flink alone. Nobody collects it, and there is nothing here but what it is.</summary>
    public bool HasKafka { get; init; } = true;

    /// <summary>When it last named its brokers and topics; null: it never answered, and what it has isn't known.</summary>
    public DateTimeOffset? ListedAt => Brokers.Max(broker => broker.NamedAt ?? broker.AnsweredAt);
}

/// <summary>How the collecting of a cluster goes.</summary>
/// <param name="CycleAt">When the newest cycle read its figures; null: none yet. All ages on pages count from here.</param>
/// <param name="WholeAt">When everything that was asked was last answered.</param>
/// <param name="Took">How long the newest cycle took.</param>
/// <param name="Requests">Requests the newest cycle sent: 1 + 3 × brokers, one for each coordinator of share groups, and one while a topic may be being moved.</param>
/// <param name="Every">The time between two cycles.</param>
/// <param name="Complaint">Why the newest cycle has nothing or not all, for a person; null when all is well.</param>
/// <param name="UnknownPartitions">Partitions of topics that did not answer in the newest cycle.</param>
public sealed record CollectorSnapshot(
    string? Owner,
    DateTimeOffset? CycleAt,
    DateTimeOffset? WholeAt,
    TimeSpan? Took,
    int? Requests,
    TimeSpan Every,
    string? Complaint,
    int UnknownPartitions
)
{
    /// <summary>The commits of every group were read at <see cref="WholeAt"/>, too. False: those of one weren't, as they may not be, and nobody can say who reads what.</summary>
    public bool AreReadersKnown { get; init; } = true;
}

/// <param name="AnsweredAt">When it last answered; null: never yet.</param>
/// <param name="Answers">Whether it answered in the newest cycle.</param>
public sealed record BrokerSnapshot(
    int Id,
    string Host,
    int Port,
    string? Rack,
    bool IsController,
    bool Answers,
    DateTimeOffset? AnsweredAt
)
{
    /// <summary>When the cluster last named it; null where that wasn't kept yet.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? NamedAt { get; init; }
}
