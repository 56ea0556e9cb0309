using Portal.Kafka.Wire;

namespace Portal.Kafka.Messages;

/// <summary>What became of each marker.</summary>
public sealed record WriteTxnMarkersResponse : IWireFormat<WriteTxnMarkersResponse>
{
    public Marker[] Markers { get; init; } = [];

    public static WriteTxnMarkersResponse Read(ref KafkaReader r, short v)
    {
        var m = new WriteTxnMarkersResponse { Markers = r.Array<Marker>(v) };
        r.SkipTags();
        return m;
    }

    public void Write(KafkaWriter w, short v)
    {
        w.Array(Markers, v);
        w.NoTags();
    }

    public sealed record Marker : IWireFormat<Marker>
    {
        public long ProducerId { get; init; }
        public Topic[] Topics { get; init; } = [];

        public static Marker Read(ref KafkaReader r, short v)
        {
            var m = new Marker { ProducerId = r.Int64(), Topics = r.Array<Topic>(v) };
            r.SkipTags();
            return m;
        }

        public void Write(KafkaWriter w, short v)
        {
            w.Int64(ProducerId);
            w.Array(Topics, v);
            w.NoTags();
        }
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
        public ErrorCode Error { get; init; }

        public static Partition Read(ref KafkaReader r, short v)
        {
            var m = new Partition { PartitionIndex = r.Int32(), Error = r.Error() };
            r.SkipTags();
            return m;
        }

        public void Write(KafkaWriter w, short v)
        {
            w.Int32(PartitionIndex);
            w.Error(Error);
            w.NoTags();
        }
    }
}
