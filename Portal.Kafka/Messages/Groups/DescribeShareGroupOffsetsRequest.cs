using Portal.Kafka.Wire;

namespace Portal.Kafka.Messages;

/// <summary>Asks a coordinator how far share groups have read: OffsetFetch says nothing about them.</summary>
public sealed record DescribeShareGroupOffsetsRequest
    : IKafkaRequest<DescribeShareGroupOffsetsRequest, DescribeShareGroupOffsetsResponse>
{
    public static ApiKey Key => ApiKey.DescribeShareGroupOffsets;

    public static VersionRange Versions => new(0, 1, 0);

    public Group[] Groups { get; init; } = [];

    public static DescribeShareGroupOffsetsRequest Read(ref KafkaReader r, short v)
    {
        var m = new DescribeShareGroupOffsetsRequest { Groups = r.Array<Group>(v) };
        r.SkipTags();
        return m;
    }

    public void Write(KafkaWriter w, short v)
    {
        w.Array(Groups, v);
        w.NoTags();
    }

    public sealed record Group : IWireFormat<Group>
    {
        public string GroupId { get; init; } = "";
        public Topic[]? Topics { get; init; }

        public static Group Read(ref KafkaReader r, short v)
        {
            var m = new Group { GroupId = r.String(), Topics = r.NullableArray<Topic>(v) };
            r.SkipTags();
            return m;
        }

        public void Write(KafkaWriter w, short v)
        {
            w.String(GroupId);
            w.NullableArray(Topics, v);
            w.NoTags();
        }
    }

    public sealed record Topic : IWireFormat<Topic>
    {
        public string TopicName { get; init; } = "";
        public int[] Partitions { get; init; } = [];

        public static Topic Read(ref KafkaReader r, short v)
        {
            var m = new Topic { TopicName = r.String(), Partitions = r.Int32Array() };
            r.SkipTags();
            return m;
        }

        public void Write(KafkaWriter w, short v)
        {
            w.String(TopicName);
            w.Int32Array(Partitions);
            w.NoTags();
        }
    }
}
