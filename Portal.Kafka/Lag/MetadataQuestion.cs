using Portal.Kafka.Client;
using Portal.Kafka.Messages;
using Portal.Kafka.Wire;
using static Portal.Kafka.Lag.TopicColumns;

namespace Portal.Kafka.Lag;

/// <summary>All topics in one Metadata request, read straight into columns.</summary>
internal static class MetadataQuestion
{
    // Error, index, leader, epoch and three arrays: no partition is shorter.
    private const int LeastPartitionBytes = 17;

    // No cluster with ZooKeeper has near as many; a higher index would only fill memory.
    private const int MostWithHoles = 1_000_000;

    private static readonly PartitionRow Unknown = new(Leader: -1, 0, 0);

    public static Call<ClusterColumns> About(NamePool names)
    {
        var request = new MetadataRequest { AllowAutoTopicCreation = false };
        // Topic ids are there from version 10 on.
        var versions = MetadataRequest.Versions with
        {
            Min = 10,
        };
        return new(ApiKey.Metadata, versions, request.Write, (ref r, v) => Read(ref r, v, names));
    }

    private static ClusterColumns Read(ref KafkaReader r, short v, NamePool names)
    {
        r.Int32();
        var brokers = r.Array<MetadataResponse.Broker>(v);
        var clusterId = r.NullableString();
        var controllerId = r.Int32();
        var topics = new List<TopicRow>();
        var partitions = new List<PartitionRow>();
        for (var left = r.Count(1); left > 0; left--)
        {
            topics.Add(Topic(ref r, names, partitions));
        }
        if (v == 10)
        {
            // What may be done to the cluster; it isn't requested.
            r.Int32();
        }
        KnownBrokers.Require(brokers, v >= 13 ? r.Error() : ErrorCode.None);
        return new(clusterId, controllerId, brokers, new TopicColumns(topics, [.. partitions]));
    }

    private static TopicRow Topic(ref KafkaReader r, NamePool names, List<PartitionRow> partitions)
    {
        var error = r.Error();
        var topic = new TopicRow(names.Get(r.Utf8()), r.Uuid(), error, r.Bool(), partitions.Count);
        if (error == ErrorCode.None && topic.Id == Guid.Empty)
        {
            throw new KafkaException.NoTopicIds();
        }
        var count = Math.Max(r.Count(LeastPartitionBytes), 0);
        partitions.AddRange(Enumerable.Repeat(Unknown, count));
        for (var i = 0; i < count; i++)
        {
            Partition(ref r, topic.FirstPartition, partitions);
        }
        r.Int32();
        r.SkipTags();
        return topic;
    }

    private static void Partition(ref KafkaReader r, int first, List<PartitionRow> partitions)
    {
        r.Error();
        var index = r.Int32();
        FillUpTo(index, first, partitions);
        var leader = r.Int32();
        r.Int32();
        partitions[first + index] = new(leader, SkipNumbers(ref r), SkipNumbers(ref r));
        SkipNumbers(ref r);
        r.SkipTags();
    }

    // With ZooKeeper, a partition that never had a leader is left out: the highest index may be beyond how many are listed.
    private static void FillUpTo(int index, int first, List<PartitionRow> partitions)
    {
        var missing = (long)first + index + 1 - partitions.Count;
        if (index < 0 || (missing > 0 && partitions.Count + missing > MostWithHoles))
        {
            throw new MalformedFrameException($"Partition {index} is announced.");
        }
        if (missing > 0)
        {
            partitions.AddRange(Enumerable.Repeat(Unknown, (int)missing));
        }
    }

    private static short SkipNumbers(ref KafkaReader r)
    {
        var count = Math.Max(r.Count(sizeof(int)), 0);
        r.Take(count * sizeof(int));
        return (short)count;
    }
}
