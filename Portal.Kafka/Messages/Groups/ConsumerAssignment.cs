using Portal.Kafka.Wire;

namespace Portal.Kafka.Messages;

/// <summary>A member's part, as classic groups of protocol type <c>consumer</c> write it into their assignment.</summary>
public sealed record ConsumerAssignment(ConsumerAssignment.Topic[] Topics)
{
    public static ConsumerAssignment None { get; } = new([]);

    /// <summary>Reads the assignment. Later versions only add fields at the end, so the start can always be read.</summary>
    public static ConsumerAssignment Read(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.IsEmpty)
        {
            return None;
        }
        var r = new KafkaReader(bytes);
        var version = r.Int16();
        return new ConsumerAssignment(r.Array<Topic>(version));
    }

    public sealed record Topic(string Name, int[] Partitions) : IWireFormat<Topic>
    {
        public static Topic Read(ref KafkaReader r, short v) => new(r.String(), r.Int32Array());

        public void Write(KafkaWriter w, short v)
        {
            w.String(Name);
            w.Int32Array(Partitions);
        }
    }
}
