using Portal.Kafka.Wire;

namespace Portal.Kafka.Messages;

/// <summary>Where each log starts now.</summary>
public sealed record DeleteRecordsResponse : IWireFormat<DeleteRecordsResponse>
{
    public int ThrottleTimeMs { get; init; }
    public Topic[] Topics { get; init; } = [];

    public static DeleteRecordsResponse Read(ref KafkaReader r, short v)
    {
        var m = new DeleteRecordsResponse { ThrottleTimeMs = r.Int32(), Topics = r.Array<Topic>(v) };
        r.SkipTags();
        return m;
    }

    public void Write(KafkaWriter w, short v)
    {
        w.Int32(ThrottleTimeMs);
        w.Array(Topics, v);
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
        public long LowWatermark { get; init; }
        public ErrorCode Error { get; init; }

        public static Partition Read(ref KafkaReader r, short v)
        {
            var m = new Partition
            {
                PartitionIndex = r.Int32(),
                LowWatermark = r.Int64(),
                Error = r.Error(),
            };
            r.SkipTags();
            return m;
        }

        public void Write(KafkaWriter w, short v)
        {
            w.Int32(PartitionIndex);
            w.Int64(LowWatermark);
            w.Error(Error);
            w.NoTags();
        }
    }
}
