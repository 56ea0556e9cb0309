using Portal.Kafka.Wire;

namespace Portal.Kafka.Messages;

/// <summary>What became of each partition whose commit was to be forgotten.</summary>
public sealed record OffsetDeleteResponse : IWireFormat<OffsetDeleteResponse>
{
    public ErrorCode Error { get; init; }
    public int ThrottleTimeMs { get; init; }
    public Topic[] Topics { get; init; } = [];

    public static OffsetDeleteResponse Read(ref KafkaReader r, short v) =>
        new()
        {
            Error = r.Error(),
            ThrottleTimeMs = r.Int32(),
            Topics = r.Array<Topic>(v),
        };

    public void Write(KafkaWriter w, short v)
    {
        w.Error(Error);
        w.Int32(ThrottleTimeMs);
        w.Array(Topics, v);
    }

    public sealed record Topic : IWireFormat<Topic>
    {
        public string Name { get; init; } = "";
        public Partition[] Partitions { get; init; } = [];

        public static Topic Read(ref KafkaReader r, short v) =>
            new() { Name = r.String(), Partitions = r.Array<Partition>(v) };

        public void Write(KafkaWriter w, short v)
        {
            w.String(Name);
            w.Array(Partitions, v);
        }
    }

    public sealed record Partition : IWireFormat<Partition>
    {
        public int PartitionIndex { get; init; }
        public ErrorCode Error { get; init; }

        public static Partition Read(ref KafkaReader r, short v) =>
            new() { PartitionIndex = r.Int32(), Error = r.Error() };

        public void Write(KafkaWriter w, short v)
        {
            w.Int32(PartitionIndex);
            w.Error(Error);
        }
    }
}
