using System.Collections.Immutable;
using Portal.Kafka.Admin;
using Portal.Kafka.Messages;
using Portal.Kafka.Wire;

namespace Portal.Engines.Kafka;

/// <summary>How much is in a topic: what its leaders and the brokers' disks tell, and null for what they don't.</summary>
internal static class ContentsLook
{
    public static async Task<TopicContents> At(KafkaAdmin admin, string cluster, string name, CancellationToken stop)
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

        // The same partition twice in one request is refused, so first and end are asked for apart.
        var firsts = admin.Offsets([topic], OffsetSpec.Earliest, stop);
        var ends = admin.Offsets([topic], OffsetSpec.Latest, stop);
        var sizes = admin.Sizes([topic], stop);
        await Task.WhenAll(firsts, ends, sizes);
        var copies = (await sizes).Sizes.ToDictionary(size => (size.Broker, size.Partition), size => size.Bytes);
        return new([
            .. topic
                .Partitions.OrderBy(partition => partition.PartitionIndex)
                .Select(partition => new PartitionContents(
                    partition.PartitionIndex,
                    partition.LeaderId < 0 ? null : partition.LeaderId,
                    Offset(firsts.Result, partition),
                    Offset(ends.Result, partition),
                    Bytes(copies, partition)
                )),
        ]);
    }

    private static long? Offset(IEnumerable<FoundOffset> offsets, MetadataResponse.Partition partition) =>
        offsets.FirstOrDefault(o => o.Partition == partition.PartitionIndex)
            is { Error: ErrorCode.None, Offset: >= 0 } told
            ? told.Offset
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
