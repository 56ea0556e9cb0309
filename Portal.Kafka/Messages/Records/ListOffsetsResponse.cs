using Portal.Kafka.Wire;

namespace Portal.Kafka.Messages;

/// <summary>An offset for each partition that was asked for.</summary>
public sealed record ListOffsetsResponse : IWireFormat<ListOffsetsResponse>
{
    public int ThrottleTimeMs { get; init; }
    public Topic[] Topics { get; init; } = [];

    public static ListOffsetsResponse Read(ref KafkaReader r, short v)
    {
        var m = new ListOffsetsResponse { ThrottleTimeMs = v >= 2 ? r.Int32() : 0, Topics = r.Array<Topic>(v) };
        r.SkipTags();
        return m;
    }

    public void Write(KafkaWriter w, short v)
    {
        if (v >= 2)
        {
            w.Int32(ThrottleTimeMs);
        }
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
        public ErrorCode Error { get; init; }
        public long Timestamp { get; init; } = -1;
        public long Offset { get; init; } = -1;
        public int LeaderEpoch { get; init; } = -1;

        public static Partition Read(ref KafkaReader r, short v)
        {
            var m = new Partition
            {
                PartitionIndex = r.Int32(),
                Error = r.Error(),
                Timestamp = r.Int64(),
                Offset = r.Int64(),
                LeaderEpoch = v >= 4 ? r.Int32() : -1,
            };
            r.SkipTags();
            return m;
        }

        public void Write(KafkaWriter w, short v)
        {
            w.Int32(PartitionIndex);
            w.Error(Error);
            w.Int64(Timestamp);
            w.Int64(Offset);
            if (v >= 4)
            {
                w.Int32(LeaderEpoch);
            }
            w.NoTags();
        }
    }
}
