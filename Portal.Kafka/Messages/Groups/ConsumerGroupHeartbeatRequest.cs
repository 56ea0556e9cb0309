using Portal.Kafka.Wire;

namespace Portal.Kafka.Messages;

/// <summary>A member of a group of the new consumer protocol (KIP-848) joins, says what it owns, or leaves.</summary>
public sealed record ConsumerGroupHeartbeatRequest
    : IKafkaRequest<ConsumerGroupHeartbeatRequest, ConsumerGroupHeartbeatResponse>
{
    public static ApiKey Key => ApiKey.ConsumerGroupHeartbeat;

    public static VersionRange Versions => new(0, 1, 0);

    public string GroupId { get; init; } = "";
    public string MemberId { get; init; } = "";
    public int MemberEpoch { get; init; }
    public string? InstanceId { get; init; }
    public string? RackId { get; init; }
    public int RebalanceTimeoutMs { get; init; } = -1;
    public string[]? SubscribedTopicNames { get; init; }
    public string? SubscribedTopicRegex { get; init; }
    public string? ServerAssignor { get; init; }
    public TopicPartition[]? TopicPartitions { get; init; }

    public static ConsumerGroupHeartbeatRequest Read(ref KafkaReader r, short v)
    {
        var m = new ConsumerGroupHeartbeatRequest
        {
            GroupId = r.String(),
            MemberId = r.String(),
            MemberEpoch = r.Int32(),
            InstanceId = r.NullableString(),
            RackId = r.NullableString(),
            RebalanceTimeoutMs = r.Int32(),
            SubscribedTopicNames = r.NullableStringArray(),
            SubscribedTopicRegex = v >= 1 ? r.NullableString() : null,
            ServerAssignor = r.NullableString(),
            TopicPartitions = r.NullableArray<TopicPartition>(v),
        };
        r.SkipTags();
        return m;
    }

    public void Write(KafkaWriter w, short v)
    {
        w.String(GroupId);
        w.String(MemberId);
        w.Int32(MemberEpoch);
        w.NullableString(InstanceId);
        w.NullableString(RackId);
        w.Int32(RebalanceTimeoutMs);
        w.NullableStringArray(SubscribedTopicNames);
        if (v >= 1)
        {
            w.NullableString(SubscribedTopicRegex);
        }
        w.NullableString(ServerAssignor);
        w.NullableArray(TopicPartitions, v);
        w.NoTags();
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
