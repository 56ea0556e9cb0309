using Portal.Kafka.Wire;

namespace Portal.Kafka.Messages;

/// <summary>Asks leaders who writes to partitions.</summary>
public sealed record DescribeProducersRequest : IKafkaRequest<DescribeProducersRequest, DescribeProducersResponse>
{
    public static ApiKey Key => ApiKey.DescribeProducers;

    public static VersionRange Versions => new(0, 0, 0);

    public Topic[] Topics { get; init; } = [];

    public static DescribeProducersRequest Read(ref KafkaReader r, short v)
    {
        var m = new DescribeProducersRequest { Topics = r.Array<Topic>(v) };
        r.SkipTags();
        return m;
    }

    public void Write(KafkaWriter w, short v)
    {
        w.Array(Topics, v);
        w.NoTags();
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
