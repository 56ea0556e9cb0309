using Portal.Kafka.Wire;

namespace Portal.Kafka.Messages;

/// <summary>Asks which partitions are being moved.</summary>
public sealed record ListPartitionReassignmentsRequest
    : IKafkaRequest<ListPartitionReassignmentsRequest, ListPartitionReassignmentsResponse>
{
    public static ApiKey Key => ApiKey.ListPartitionReassignments;

    public static VersionRange Versions => new(0, 0, 0);

    public int TimeoutMs { get; init; } = 60000;
    public Topic[]? Topics { get; init; }

    public static ListPartitionReassignmentsRequest Read(ref KafkaReader r, short v)
    {
        var m = new ListPartitionReassignmentsRequest { TimeoutMs = r.Int32(), Topics = r.NullableArray<Topic>(v) };
        r.SkipTags();
        return m;
    }

    public void Write(KafkaWriter w, short v)
    {
        w.Int32(TimeoutMs);
        w.NullableArray(Topics, v);
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
