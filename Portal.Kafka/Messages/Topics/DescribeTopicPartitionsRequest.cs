using Portal.Kafka.Wire;

namespace Portal.Kafka.Messages;

/// <summary>Asks for topics in pages of partitions; what Java clients 4.x describe topics with.</summary>
public sealed record DescribeTopicPartitionsRequest
    : IKafkaRequest<DescribeTopicPartitionsRequest, DescribeTopicPartitionsResponse>
{
    public static ApiKey Key => ApiKey.DescribeTopicPartitions;

    public static VersionRange Versions => new(0, 0, 0);

    public AskedTopic[] Topics { get; init; } = [];
    public int ResponsePartitionLimit { get; init; } = 2000;
    public Cursor? From { get; init; }

    public static DescribeTopicPartitionsRequest Read(ref KafkaReader r, short v)
    {
        var m = new DescribeTopicPartitionsRequest
        {
            Topics = r.Array<AskedTopic>(v),
            ResponsePartitionLimit = r.Int32(),
            From = r.NullableStruct<Cursor>(v),
        };
        r.SkipTags();
        return m;
    }

    public void Write(KafkaWriter w, short v)
    {
        w.Array(Topics, v);
        w.Int32(ResponsePartitionLimit);
        w.NullableStruct(From, v);
        w.NoTags();
    }

    public sealed record AskedTopic : IWireFormat<AskedTopic>
    {
        public string Name { get; init; } = "";

        public static AskedTopic Read(ref KafkaReader r, short v)
        {
            var m = new AskedTopic { Name = r.String() };
            r.SkipTags();
            return m;
        }

        public void Write(KafkaWriter w, short v)
        {
            w.String(Name);
            w.NoTags();
        }
    }

    public sealed record Cursor : IWireFormat<Cursor>
    {
        public string TopicName { get; init; } = "";
        public int PartitionIndex { get; init; }

        public static Cursor Read(ref KafkaReader r, short v)
        {
            var m = new Cursor { TopicName = r.String(), PartitionIndex = r.Int32() };
            r.SkipTags();
            return m;
        }

        public void Write(KafkaWriter w, short v)
        {
            w.String(TopicName);
            w.Int32(PartitionIndex);
            w.NoTags();
        }
    }
}
