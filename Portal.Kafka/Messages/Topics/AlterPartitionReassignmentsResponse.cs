using Portal.Kafka.Wire;

namespace Portal.Kafka.Messages;

/// <summary>Each move that was begun, or why it was refused.</summary>
public sealed record AlterPartitionReassignmentsResponse : IWireFormat<AlterPartitionReassignmentsResponse>
{
    public int ThrottleTimeMs { get; init; }
    public bool AllowReplicationFactorChange { get; init; } = true;
    public ErrorCode Error { get; init; }
    public string? ErrorMessage { get; init; }
    public Topic[] Responses { get; init; } = [];

    public static AlterPartitionReassignmentsResponse Read(ref KafkaReader r, short v)
    {
        var m = new AlterPartitionReassignmentsResponse
        {
            ThrottleTimeMs = r.Int32(),
            AllowReplicationFactorChange = v < 1 || r.Bool(),
            Error = r.Error(),
            ErrorMessage = r.NullableString(),
            Responses = r.Array<Topic>(v),
        };
        r.SkipTags();
        return m;
    }

    public void Write(KafkaWriter w, short v)
    {
        w.Int32(ThrottleTimeMs);
        if (v >= 1)
        {
            w.Bool(AllowReplicationFactorChange);
        }
        w.Error(Error);
        w.NullableString(ErrorMessage);
        w.Array(Responses, v);
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
        public string? ErrorMessage { get; init; }

        public static Partition Read(ref KafkaReader r, short v)
        {
            var m = new Partition
            {
                PartitionIndex = r.Int32(),
                Error = r.Error(),
                ErrorMessage = r.NullableString(),
            };
            r.SkipTags();
            return m;
        }

        public void Write(KafkaWriter w, short v)
        {
            w.Int32(PartitionIndex);
            w.Error(Error);
            w.NullableString(ErrorMessage);
            w.NoTags();
        }
    }
}
