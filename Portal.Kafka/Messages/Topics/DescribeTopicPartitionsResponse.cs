using Portal.Kafka.Wire;

namespace Portal.Kafka.Messages;

/// <summary>One page of topics and their partitions.</summary>
public sealed record DescribeTopicPartitionsResponse : IWireFormat<DescribeTopicPartitionsResponse>
{
    public int ThrottleTimeMs { get; init; }
    public Topic[] Topics { get; init; } = [];
    public Cursor? NextCursor { get; init; }

    public static DescribeTopicPartitionsResponse Read(ref KafkaReader r, short v)
    {
        var m = new DescribeTopicPartitionsResponse
        {
            ThrottleTimeMs = r.Int32(),
            Topics = r.Array<Topic>(v),
            NextCursor = r.NullableStruct<Cursor>(v),
        };
        r.SkipTags();
        return m;
    }

    public void Write(KafkaWriter w, short v)
    {
        w.Int32(ThrottleTimeMs);
        w.Array(Topics, v);
        w.NullableStruct(NextCursor, v);
        w.NoTags();
    }

    public sealed record Topic : IWireFormat<Topic>
    {
        public ErrorCode Error { get; init; }
        public string? Name { get; init; }
        public Guid TopicId { get; init; }
        public bool IsInternal { get; init; }
        public Partition[] Partitions { get; init; } = [];

        /// <summary>A bit for each operation.</summary>
        public int TopicAuthorizedOperations { get; init; } = int.MinValue;

        public static Topic Read(ref KafkaReader r, short v)
        {
            var m = new Topic
            {
                Error = r.Error(),
                Name = r.NullableString(),
                TopicId = r.Uuid(),
                IsInternal = r.Bool(),
                Partitions = r.Array<Partition>(v),
                TopicAuthorizedOperations = r.Int32(),
            };
            r.SkipTags();
            return m;
        }

        public void Write(KafkaWriter w, short v)
        {
            w.Error(Error);
            w.NullableString(Name);
            w.Uuid(TopicId);
            w.Bool(IsInternal);
            w.Array(Partitions, v);
            w.Int32(TopicAuthorizedOperations);
            w.NoTags();
        }
    }

    public sealed record Partition : IWireFormat<Partition>
    {
        public ErrorCode Error { get; init; }
        public int PartitionIndex { get; init; }
        public int LeaderId { get; init; }
        public int LeaderEpoch { get; init; } = -1;
        public int[] ReplicaNodes { get; init; } = [];
        public int[] IsrNodes { get; init; } = [];
        public int[]? EligibleLeaderReplicas { get; init; }
        public int[]? LastKnownElr { get; init; }
        public int[] OfflineReplicas { get; init; } = [];

        public static Partition Read(ref KafkaReader r, short v)
        {
            var m = new Partition
            {
                Error = r.Error(),
                PartitionIndex = r.Int32(),
                LeaderId = r.Int32(),
                LeaderEpoch = r.Int32(),
                ReplicaNodes = r.Int32Array(),
                IsrNodes = r.Int32Array(),
                EligibleLeaderReplicas = r.NullableInt32Array(),
                LastKnownElr = r.NullableInt32Array(),
                OfflineReplicas = r.Int32Array(),
            };
            r.SkipTags();
            return m;
        }

        public void Write(KafkaWriter w, short v)
        {
            w.Error(Error);
            w.Int32(PartitionIndex);
            w.Int32(LeaderId);
            w.Int32(LeaderEpoch);
            w.Int32Array(ReplicaNodes);
            w.Int32Array(IsrNodes);
            w.NullableInt32Array(EligibleLeaderReplicas);
            w.NullableInt32Array(LastKnownElr);
            w.Int32Array(OfflineReplicas);
            w.NoTags();
        }
    }

    public sealed record Cursor : IWireFormat<Cursor>
    {
        public string TopicName { get; init; } = "";
        public int PartitionIndex { get; init; }

        public static Cursor Read(ref KafkaReader r, short v)
        {
            var m = new Cursor { TopicName = r.String(), PartitionIndex = r.Int32() };
            r.SkipTags();
            return m;
        }

        public void Write(KafkaWriter w, short v)
        {
            w.String(TopicName);
            w.Int32(PartitionIndex);
            w.NoTags();
        }
    }
}
