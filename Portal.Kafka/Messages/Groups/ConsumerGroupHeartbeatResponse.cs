using Portal.Kafka.Wire;

namespace Portal.Kafka.Messages;

/// <summary>What the member may read from now on. No assignment means the one it has.</summary>
public sealed record ConsumerGroupHeartbeatResponse : IWireFormat<ConsumerGroupHeartbeatResponse>
{
    public int ThrottleTimeMs { get; init; }
    public ErrorCode Error { get; init; }
    public string? ErrorMessage { get; init; }
    public string? MemberId { get; init; }
    public int MemberEpoch { get; init; }
    public int HeartbeatIntervalMs { get; init; }
    public MemberAssignment? Assignment { get; init; }

    public static ConsumerGroupHeartbeatResponse Read(ref KafkaReader r, short v)
    {
        var m = new ConsumerGroupHeartbeatResponse
        {
            ThrottleTimeMs = r.Int32(),
            Error = r.Error(),
            ErrorMessage = r.NullableString(),
            MemberId = r.NullableString(),
            MemberEpoch = r.Int32(),
            HeartbeatIntervalMs = r.Int32(),
            Assignment = r.NullableStruct<MemberAssignment>(v),
        };
        r.SkipTags();
        return m;
    }

    public void Write(KafkaWriter w, short v)
    {
        w.Int32(ThrottleTimeMs);
        w.Error(Error);
        w.NullableString(ErrorMessage);
        w.NullableString(MemberId);
        w.Int32(MemberEpoch);
        w.Int32(HeartbeatIntervalMs);
        w.NullableStruct(Assignment, v);
        w.NoTags();
    }

    public sealed record MemberAssignment : IWireFormat<MemberAssignment>
    {
        public TopicPartition[] TopicPartitions { get; init; } = [];

        public static MemberAssignment Read(ref KafkaReader r, short v)
        {
            var m = new MemberAssignment { TopicPartitions = r.Array<TopicPartition>(v) };
            r.SkipTags();
            return m;
        }

        public void Write(KafkaWriter w, short v)
        {
            w.Array(TopicPartitions, v);
            w.NoTags();
        }
    }

    public sealed record TopicPartition : IWireFormat<TopicPartition>
    {
        public Guid TopicId { get; init; }
        public int[] Partitions { get; init; } = [];

        public static TopicPartition Read(ref KafkaReader r, short v)
        {
            var m = new TopicPartition { TopicId = r.Uuid(), Partitions = r.Int32Array() };
            r.SkipTags();
            return m;
        }

        public void Write(KafkaWriter w, short v)
        {
            w.Uuid(TopicId);
            w.Int32Array(Partitions);
            w.NoTags();
        }
    }
}
