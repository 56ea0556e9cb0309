using Portal.Kafka.Wire;

namespace Portal.Kafka.Messages;

/// <summary>The partitions that are being moved.</summary>
public sealed record ListPartitionReassignmentsResponse : IWireFormat<ListPartitionReassignmentsResponse>
{
    public int ThrottleTimeMs { get; init; }
    public ErrorCode Error { get; init; }
    public string? ErrorMessage { get; init; }
    public Topic[] Topics { get; init; } = [];

    public static ListPartitionReassignmentsResponse Read(ref KafkaReader r, short v)
    {
        var m = new ListPartitionReassignmentsResponse
        {
            ThrottleTimeMs = r.Int32(),
            Error = r.Error(),
            ErrorMessage = r.NullableString(),
            Topics = r.Array<Topic>(v),
        };
        r.SkipTags();
        return m;
    }

    public void Write(KafkaWriter w, short v)
    {
        w.Int32(ThrottleTimeMs);
        w.Error(Error);
        w.NullableString(ErrorMessage);
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
        public int[] Replicas { get; init; } = [];
        public int[] AddingReplicas { get; init; } = [];
        public int[] RemovingReplicas { get; init; } = [];

        public static Partition Read(ref KafkaReader r, short v)
        {
            var m = new Partition
            {
                PartitionIndex = r.Int32(),
                Replicas = r.Int32Array(),
                AddingReplicas = r.Int32Array(),
                RemovingReplicas = r.Int32Array(),
            };
            r.SkipTags();
            return m;
        }

        public void Write(KafkaWriter w, short v)
        {
            w.Int32(PartitionIndex);
            w.Int32Array(Replicas);
            w.Int32Array(AddingReplicas);
            w.Int32Array(RemovingReplicas);
            w.NoTags();
        }
    }
}
