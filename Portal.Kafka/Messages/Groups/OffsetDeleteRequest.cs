using Portal.Kafka.Wire;

namespace Portal.Kafka.Messages;

/// <summary>Asks a coordinator to forget what a group committed on some partitions.</summary>
public sealed record OffsetDeleteRequest : IKafkaRequest<OffsetDeleteRequest, OffsetDeleteResponse>
{
    public static ApiKey Key => ApiKey.OffsetDelete;

    public static VersionRange Versions => new(0, 0, VersionRange.Never);

    public string GroupId { get; init; } = "";
    public Topic[] Topics { get; init; } = [];

    public static OffsetDeleteRequest Read(ref KafkaReader r, short v) =>
        new() { GroupId = r.String(), Topics = r.Array<Topic>(v) };

    public void Write(KafkaWriter w, short v)
    {
        w.String(GroupId);
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

        public static Partition Read(ref KafkaReader r, short v) => new() { PartitionIndex = r.Int32() };

        public void Write(KafkaWriter w, short v)
        {
            w.Int32(PartitionIndex);
        }
    }
}
