using System.Collections.Immutable;
using Portal.Kafka.Wire;
using Portal.LocalCluster.Topics;

namespace Portal.LocalCluster.Groups.Consumers;

/// <summary>A member's part, in the bytes of its sync (Kafka's ConsumerProtocolAssignment, the same in each version).</summary>
/// <param name="HasUserData">A custom assignor added data of its own.</param>
internal sealed record EmbeddedAssignment(EmbeddedPartitions[] Assigned, bool HasUserData)
{
    /// <summary>No bytes: no part yet.</summary>
    /// <exception cref="MalformedFrameException">It is something else.</exception>
    public static EmbeddedAssignment Read(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length == 0)
        {
            return new([], HasUserData: false);
        }

        var reader = new KafkaReader(bytes);
        var version = Version(ref reader);
        return new(reader.Array<EmbeddedPartitions>(version), reader.NullableBytes() is { Length: > 0 });
    }

    public static EmbeddedAssignment Of(IEnumerable<PartitionOf> partitions, ClusterState topics) =>
        new(
            [
                .. partitions
                    .GroupBy(partition => topics.Find(partition.Topic))
                    .Where(topic => topic.Key is not null)
                    .Select(topic => new EmbeddedPartitions(
                        topic.Key!.Name,
                        [.. topic.Select(partition => partition.Number).Order()]
                    )),
            ],
            HasUserData: false
        );

    public ImmutableArray<PartitionOf> PartitionsIn(ClusterState topics) => EmbeddedPartitions.In(topics, Assigned);

    /// <param name="subscription">The member's, whose version the answer has.</param>
    public byte[] Write(ReadOnlyMemory<byte> subscription)
    {
        var reader = new KafkaReader(subscription);
        var version = Version(ref reader);
        using var writer = new KafkaWriter();
        writer.Int16(version);
        writer.Array(Assigned, version);
        writer.NullableBytes(null);
        return writer.Written.ToArray();
    }

    internal static short Version(ref KafkaReader reader) =>
        reader.Int16() is >= 0 and var version
            ? version
            : throw new MalformedFrameException("There are no negative versions of the consumers' protocol.");
}
