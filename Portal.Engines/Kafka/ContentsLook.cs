using System.Collections.Immutable;
using Portal.Core.Changes;
using Portal.Kafka.Admin;
using Portal.Kafka.Messages;
using Portal.Kafka.Wire;

namespace Portal.Engines.Kafka;

/// <summary>How much is in a topic: what its leaders and the brokers' disks tell, and null for what they don't.</summary>
internal static class ContentsLook
{
    public static async Task<TopicContents> At(
        KafkaAdmin admin,
        string cluster,
        string name,
        DateTimeOffset? since,
        CancellationToken stop
    )
    {
        var topic = (await admin.Topics([name], stop)).SingleOrDefault();
        if (topic?.Error != ErrorCode.None)
        {
            throw topic?.Error == ErrorCode.UnknownTopicOrPartition
                ? new EngineException(EngineFault.Final, $"There is no topic {name} on {cluster}.")
                : new EngineException(
                    topic?.Error == ErrorCode.TopicAuthorizationFailed ? EngineFault.Final : EngineFault.Transient,
                    $"{cluster} doesn't tell what is in {name}: {(topic?.Error ?? ErrorCode.UnknownServerError).InWords()}."
                );
        }

        // The same partition twice in one request is refused, so each offset is asked for apart.
        var firsts = admin.Offsets([topic], OffsetSpec.Earliest, stop);
        var ends = admin.Offsets([topic], OffsetSpec.Latest, stop);
        // Before 1970 there is no timestamp: everything is younger.
        var from = since is { } time
            ? admin.Offsets([topic], Math.Max(0, time.ToUnixTimeMilliseconds()), stop)
            : Task.FromResult<IReadOnlyList<FoundOffset>>([]);
        var sizes = admin.Sizes([topic], stop);
        await Task.WhenAll(firsts, ends, from, sizes);
        var copies = (await sizes).Sizes.ToDictionary(size => (size.Broker, size.Partition), size => size.Bytes);
        return new([
            .. topic
                .Partitions.OrderBy(partition => partition.PartitionIndex)
                .Select(partition => new PartitionContents(
                    partition.PartitionIndex,
                    partition.LeaderId < 0 ? null : partition.LeaderId,
                    Offset(firsts.Result, partition),
                    Offset(ends.Result, partition),
                    Bytes(copies, partition),
                    partition.ReplicaNodes.Length,
                    Since(from.Result, ends.Result, partition)
                )),
        ]);
    }

    private static long? Offset(IEnumerable<FoundOffset> offsets, MetadataResponse.Partition partition) =>
        offsets.FirstOrDefault(o => o.Partition == partition.PartitionIndex)
            is { Error: ErrorCode.None, Offset: >= 0 } told
            ? told.Offset
            : null;

    // No record as late as that, and no error: all are older.
    private static long? Since(
        IEnumerable<FoundOffset> from,
        IEnumerable<FoundOffset> ends,
        MetadataResponse.Partition partition
    ) =>
        from.FirstOrDefault(o => o.Partition == partition.PartitionIndex) is { Error: ErrorCode.None } told
            ? told.Offset >= 0
                ? told.Offset
                : Offset(ends, partition)
            : null;

    // One copy that isn't told makes the sum unknown: without permission a broker tells of none, and that isn't zero.
    private static long? Bytes(
        Dictionary<(int Broker, int Partition), long> copies,
        MetadataResponse.Partition partition
    ) =>
        partition.ReplicaNodes.Length > 0
        && partition.ReplicaNodes.All(broker => copies.ContainsKey((broker, partition.PartitionIndex)))
            ? partition.ReplicaNodes.Sum(broker => copies[(broker, partition.PartitionIndex)])
            : null;
}
