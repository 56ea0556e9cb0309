using Portal.Kafka.Wire;

namespace Portal.LocalCluster.Groups.Consumers;

/// <summary>What a consumer subscribes to and has, in the bytes of its join (Kafka's ConsumerProtocolSubscription).</summary>
internal sealed record EmbeddedSubscription(string[] Topics, EmbeddedPartitions[] Owned, string? RackId)
{
    /// <exception cref="MalformedFrameException">It is something else.</exception>
    public static EmbeddedSubscription Read(ReadOnlyMemory<byte> bytes)
    {
        var reader = new KafkaReader(bytes);
        var version = EmbeddedAssignment.Version(ref reader);
        var topics = reader.StringArray();
        reader.NullableBytes();
        var owned = version >= 1 ? reader.Array<EmbeddedPartitions>(version) : [];
        if (version >= 2)
        {
            // The generation in which it got them.
            reader.Int32();
        }

        return new(topics, owned, version >= 3 ? reader.NullableString() : null);
    }
}
