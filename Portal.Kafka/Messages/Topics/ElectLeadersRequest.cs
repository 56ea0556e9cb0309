using Portal.Kafka.Wire;

namespace Portal.Kafka.Messages;

/// <summary>Makes the preferred replica lead, or any that lives.</summary>
public sealed record ElectLeadersRequest : IKafkaRequest<ElectLeadersRequest, ElectLeadersResponse>
{
    public static ApiKey Key => ApiKey.ElectLeaders;

    public static VersionRange Versions => new(0, 2, 2);

    public sbyte ElectionType { get; init; }
    public TopicPartition[]? TopicPartitions { get; init; }
    public int TimeoutMs { get; init; } = 60000;

    public static ElectLeadersRequest Read(ref KafkaReader r, short v)
    {
        var m = new ElectLeadersRequest
        {
            ElectionType = v >= 1 ? r.Int8() : (sbyte)0,
            TopicPartitions = r.NullableArray<TopicPartition>(v),
            TimeoutMs = r.Int32(),
        };
        r.SkipTags();
        return m;
    }

    public void Write(KafkaWriter w, short v)
    {
        if (v >= 1)
        {
            w.Int8(ElectionType);
        }
        w.NullableArray(TopicPartitions, v);
        w.Int32(TimeoutMs);
        w.NoTags();
    }

    public sealed record TopicPartition : IWireFormat<TopicPartition>
    {
        public string Topic { get; init; } = "";
        public int[] Partitions { get; init; } = [];

        public static TopicPartition Read(ref KafkaReader r, short v)
        {
            var m = new TopicPartition { Topic = r.String(), Partitions = r.Int32Array() };
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
