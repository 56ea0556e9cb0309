using Portal.Kafka.Wire;

namespace Portal.Kafka.Messages;

/// <summary>What became of each partition that was committed.</summary>
public sealed record OffsetCommitResponse : IWireFormat<OffsetCommitResponse>
{
    public int ThrottleTimeMs { get; init; }
    public Topic[] Topics { get; init; } = [];

    public static OffsetCommitResponse Read(ref KafkaReader r, short v)
    {
        var m = new OffsetCommitResponse { ThrottleTimeMs = v >= 3 ? r.Int32() : 0, Topics = r.Array<Topic>(v) };
        r.SkipTags();
        return m;
    }

    public void Write(KafkaWriter w, short v)
    {
        if (v >= 3)
        {
            w.Int32(ThrottleTimeMs);
        }
        w.Array(Topics, v);
        w.NoTags();
    }

    public sealed record Topic : IWireFormat<Topic>
    {
        public string Name { get; init; } = "";
        public Guid TopicId { get; init; }
        public Partition[] Partitions { get; init; } = [];

        public static Topic Read(ref KafkaReader r, short v)
        {
            var m = new Topic
            {
                Name = v <= 9 ? r.String() : "",
                TopicId = v >= 10 ? r.Uuid() : Guid.Empty,
                Partitions = r.Array<Partition>(v),
            };
            r.SkipTags();
            return m;
        }

        public void Write(KafkaWriter w, short v)
        {
            if (v <= 9)
            {
                w.String(Name);
            }
            if (v >= 10)
            {
                w.Uuid(TopicId);
            }
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
