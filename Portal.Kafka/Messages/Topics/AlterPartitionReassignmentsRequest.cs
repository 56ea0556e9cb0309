using Portal.Kafka.Wire;

namespace Portal.Kafka.Messages;

/// <summary>Moves partitions to other brokers, or cancels a move.</summary>
public sealed record AlterPartitionReassignmentsRequest
    : IKafkaRequest<AlterPartitionReassignmentsRequest, AlterPartitionReassignmentsResponse>
{
    public static ApiKey Key => ApiKey.AlterPartitionReassignments;

    public static VersionRange Versions => new(0, 1, 0);

    public int TimeoutMs { get; init; } = 60000;
    public bool AllowReplicationFactorChange { get; init; } = true;
    public Topic[] Topics { get; init; } = [];

    public static AlterPartitionReassignmentsRequest Read(ref KafkaReader r, short v)
    {
        var m = new AlterPartitionReassignmentsRequest
        {
            TimeoutMs = r.Int32(),
            AllowReplicationFactorChange = v < 1 || r.Bool(),
            Topics = r.Array<Topic>(v),
        };
        r.SkipTags();
        return m;
    }

    public void Write(KafkaWriter w, short v)
    {
        w.Int32(TimeoutMs);
        if (v >= 1)
        {
            w.Bool(AllowReplicationFactorChange);
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
        public int[]? Replicas { get; init; }

        public static Partition Read(ref KafkaReader r, short v)
        {
            var m = new Partition { PartitionIndex = r.Int32(), Replicas = r.NullableInt32Array() };
            r.SkipTags();
            return m;
        }

        public void Write(KafkaWriter w, short v)
        {
            w.Int32(PartitionIndex);
            w.NullableInt32Array(Replicas);
            w.NoTags();
        }
    }
}
