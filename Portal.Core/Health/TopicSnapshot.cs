using System.Collections.Immutable;
using Portal.Core.Topics;

namespace Portal.Core.Health;

/// <summary>A topic as the newest cycle knows it.</summary>
/// <param name="Replication">Of the partition with the fewest, without replicas that are only being added.</param>
/// <param name="Status">The worst of its readers'; <see cref="LagStatus.Unknown"/> when a partition of its own is unknown and no reader is worse.</param>
/// <param name="Bytes">On disk, all replicas; null when not answered.</param>
/// <param name="Records">Between earliest and end; null when not answered.</param>
/// <param name="ProducedPerSecond">Over the last minute; null when not known for every partition.</param>
/// <param name="ConsumedPerSecond">The readers' commits together, over the last minute, or from commit to commit of who commits seldom (<see cref="SeldomPace"/>); null when there are no readers or one isn't known.</param>
/// <param name="Readers">Names of the groups with offsets on it, worst first.</param>
/// <param name="SeenAt">When its settings were last read, or its size where they never were (less often than the partitions).</param>
public sealed record TopicSnapshot(
    string Name,
    Guid TopicId,
    int Replication,
    bool IsInternal,
    ImmutableSortedDictionary<string, LiveConfig> Configs,
    LagStatus Status,
    long? Bytes,
    long? Records,
    double? ProducedPerSecond,
    double? ConsumedPerSecond,
    ImmutableArray<PartitionSnapshot> Partitions,
    ImmutableArray<string> Readers,
    DateTimeOffset FirstSeenAt,
    DateTimeOffset SeenAt
)
{
    /// <summary>What it took in a second, over the last hour.</summary>
    public Trend Rate { get; init; } = Trend.None;

    /// <summary>When its settings were last read; null: not yet, as no topic has none.</summary>
    public DateTimeOffset? SettingsReadAt => Configs.IsEmpty ? null : SeenAt;

    public LiveTopic ToLive() => new(Name, TopicId, Partitions.Length, Replication, IsInternal, Configs);
}
