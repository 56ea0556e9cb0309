using System.Collections.Immutable;
using Portal.Kafka.Wire;
using Portal.LocalCluster.Topics;

namespace Portal.LocalCluster.Groups.Consumers;

/// <summary>Partitions of a topic, as consumers of the classic protocol name them to each other.</summary>
internal sealed record EmbeddedPartitions(string Topic, int[] Partitions) : IWireFormat<EmbeddedPartitions>
{
    public static EmbeddedPartitions Read(ref KafkaReader r, short v) => new(r.String(), r.Int32Array());

    public void Write(KafkaWriter w, short v)
    {
        w.String(Topic);
        w.Int32Array(Partitions);
    }

    /// <summary>Without those of topics that there aren't.</summary>
    public static ImmutableArray<PartitionOf> In(ClusterState topics, IEnumerable<EmbeddedPartitions> named) =>
        [
            .. named
                .Select(each => (topics.Find(each.Topic)?.Id, each.Partitions))
                .Where(each => each.Id is not null)
                .SelectMany(each => each.Partitions.Select(number => new PartitionOf(each.Id!.Value, number)))
                .Distinct(),
        ];
}
