using Portal.Kafka.Wire;
using Portal.LocalCluster.Groups;
using Portal.LocalCluster.Topics;

namespace Portal.LocalCluster.Broker;

/// <summary>Whether an offset may be committed, within a transaction or without.</summary>
internal static class CommittableOffset
{
    /// <summary>Kafka's default for offset.metadata.max.bytes.</summary>
    private const int MostMetadata = 4096;

    /// <summary>What of them is kept: of a partition that is named several times, what is named last.</summary>
    public static CommittedOffset[] Last(IEnumerable<CommittedOffset> accepted) =>
        [.. accepted.Reverse().DistinctBy(offset => offset.Partition).Reverse()];

    /// <summary>The offset as it is kept, or why it isn't.</summary>
    public static (CommittedOffset? Offset, ErrorCode Refusal) Of(
        Exchange on,
        Topic? topic,
        int partition,
        long offset,
        int leaderEpoch,
        string? metadata
    ) =>
        topic is null || partition < 0 || partition >= topic.Partitions.Length
            ? (null, ErrorCode.UnknownTopicOrPartition)
        : metadata?.Length > MostMetadata ? (null, ErrorCode.OffsetMetadataTooLarge)
        : (
            new CommittedOffset(new(topic.Id, partition), offset, leaderEpoch, metadata ?? "", on.Cluster.NowMs),
            ErrorCode.None
        );
}
