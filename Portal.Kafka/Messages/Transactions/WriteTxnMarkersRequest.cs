using Portal.Kafka.Wire;

namespace Portal.Kafka.Messages;

/// <summary>Ends transactions on partitions: for brokers, and for an operator who aborts one that hangs.</summary>
public sealed record WriteTxnMarkersRequest : IKafkaRequest<WriteTxnMarkersRequest, WriteTxnMarkersResponse>
{
    public static ApiKey Key => ApiKey.WriteTxnMarkers;

    public static VersionRange Versions => new(1, 1, 1);

    public Marker[] Markers { get; init; } = [];

    public static WriteTxnMarkersRequest Read(ref KafkaReader r, short v)
    {
        var m = new WriteTxnMarkersRequest { Markers = r.Array<Marker>(v) };
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
        public short ProducerEpoch { get; init; }
        public bool Committed { get; init; }
        public Topic[] Topics { get; init; } = [];
        public int CoordinatorEpoch { get; init; }

        public static Marker Read(ref KafkaReader r, short v)
        {
            var m = new Marker
            {
                ProducerId = r.Int64(),
                ProducerEpoch = r.Int16(),
                Committed = r.Bool(),
                Topics = r.Array<Topic>(v),
                CoordinatorEpoch = r.Int32(),
            };
            r.SkipTags();
            return m;
        }

        public void Write(KafkaWriter w, short v)
        {
            w.Int64(ProducerId);
            w.Int16(ProducerEpoch);
            w.Bool(Committed);
            w.Array(Topics, v);
            w.Int32(CoordinatorEpoch);
            w.NoTags();
        }
    }

    public sealed record Topic : IWireFormat<Topic>
    {
        public string Name { get; init; } = "";
        public int[] PartitionIndexes { get; init; } = [];

        public static Topic Read(ref KafkaReader r, short v)
        {
            var m = new Topic { Name = r.String(), PartitionIndexes = r.Int32Array() };
            r.SkipTags();
            return m;
        }

        public void Write(KafkaWriter w, short v)
        {
            w.String(Name);
            w.Int32Array(PartitionIndexes);
            w.NoTags();
        }
    }
}
