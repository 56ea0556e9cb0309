using Portal.Kafka.Wire;

namespace Portal.Kafka.Messages;

/// <summary>Moves the starts of logs: what lies before can no longer be read.</summary>
public sealed record DeleteRecordsRequest : IKafkaRequest<DeleteRecordsRequest, DeleteRecordsResponse>
{
    public static ApiKey Key => ApiKey.DeleteRecords;

    public static VersionRange Versions => new(0, 2, 2);

    public Topic[] Topics { get; init; } = [];
    public int TimeoutMs { get; init; }

    public static DeleteRecordsRequest Read(ref KafkaReader r, short v)
    {
        var m = new DeleteRecordsRequest { Topics = r.Array<Topic>(v), TimeoutMs = r.Int32() };
        r.SkipTags();
        return m;
    }

    public void Write(KafkaWriter w, short v)
    {
        w.Array(Topics, v);
        w.Int32(TimeoutMs);
        w.NoTags();
    }

    public sealed record Topic : IWireFormat<Topic>
    {
        public string Name { get; init; } = "";
        public Partition[] Partitions { get; init; } = [];

        public static Topic Read(ref KafkaReader r, short v)
        {
            var m = new Topic { Name = r.String(), Partitions = r.Array<Partition>(v) };
            r.SkipTags();
            return m;
        }

        public void Write(KafkaWriter w, short v)
        {
            w.String(Name);
            w.Array(Partitions, v);
            w.NoTags();
        }
    }

    public sealed record Partition : IWireFormat<Partition>
    {
        public int PartitionIndex { get; init; }
        public long Offset { get; init; }

        public static Partition Read(ref KafkaReader r, short v)
        {
            var m = new Partition { PartitionIndex = r.Int32(), Offset = r.Int64() };
            r.SkipTags();
            return m;
        }

        public void Write(KafkaWriter w, short v)
        {
            w.Int32(PartitionIndex);
            w.Int64(Offset);
            w.NoTags();
        }
    }
}
