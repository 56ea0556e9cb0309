using Portal.Kafka.Wire;

namespace Portal.Kafka.Messages;

/// <summary>Each election, or why there was none.</summary>
public sealed record ElectLeadersResponse : IWireFormat<ElectLeadersResponse>
{
    public int ThrottleTimeMs { get; init; }
    public ErrorCode Error { get; init; }
    public Topic[] Topics { get; init; } = [];

    public static ElectLeadersResponse Read(ref KafkaReader r, short v)
    {
        var m = new ElectLeadersResponse
        {
            ThrottleTimeMs = r.Int32(),
            Error = v >= 1 ? r.Error() : ErrorCode.None,
            Topics = r.Array<Topic>(v),
        };
        r.SkipTags();
        return m;
    }

    public void Write(KafkaWriter w, short v)
    {
        w.Int32(ThrottleTimeMs);
        if (v >= 1)
        {
            w.Error(Error);
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
        public int PartitionId { get; init; }
        public ErrorCode Error { get; init; }
        public string? ErrorMessage { get; init; }

        public static Partition Read(ref KafkaReader r, short v)
        {
            var m = new Partition
            {
                PartitionId = r.Int32(),
                Error = r.Error(),
                ErrorMessage = r.NullableString(),
            };
            r.SkipTags();
            return m;
        }

        public void Write(KafkaWriter w, short v)
        {
            w.Int32(PartitionId);
            w.Error(Error);
            w.NullableString(ErrorMessage);
            w.NoTags();
        }
    }
}
