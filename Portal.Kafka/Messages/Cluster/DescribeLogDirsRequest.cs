using Portal.Kafka.Wire;

namespace Portal.Kafka.Messages;

/// <summary>Asks a broker how many bytes each of its partitions takes. No topics at all (null) means every one.</summary>
public sealed record DescribeLogDirsRequest : IKafkaRequest<DescribeLogDirsRequest, DescribeLogDirsResponse>
{
    public static ApiKey Key => ApiKey.DescribeLogDirs;

    public static VersionRange Versions => new(1, 5, 2);

    public AskedTopic[]? Topics { get; init; }

    public static DescribeLogDirsRequest Read(ref KafkaReader r, short v)
    {
        var m = new DescribeLogDirsRequest { Topics = r.NullableArray<AskedTopic>(v) };
        r.SkipTags();
        return m;
    }

    public void Write(KafkaWriter w, short v)
    {
        w.NullableArray(Topics, v);
        w.NoTags();
    }

    public sealed record AskedTopic : IWireFormat<AskedTopic>
    {
        public string Topic { get; init; } = "";
        public int[] Partitions { get; init; } = [];

        public static AskedTopic Read(ref KafkaReader r, short v)
        {
            var m = new AskedTopic { Topic = r.String(), Partitions = r.Int32Array() };
            r.SkipTags();
            return m;
        }

        public void Write(KafkaWriter w, short v)
        {
            w.String(Topic);
            w.Int32Array(Partitions);
            w.NoTags();
        }
    }
}
