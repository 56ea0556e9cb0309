using Portal.Kafka.Wire;

namespace Portal.Kafka.Messages;

/// <summary>Where share groups start reading; from version 1 with the lag.</summary>
public sealed record DescribeShareGroupOffsetsResponse : IWireFormat<DescribeShareGroupOffsetsResponse>
{
    public int ThrottleTimeMs { get; init; }
    public Group[] Groups { get; init; } = [];

    public static DescribeShareGroupOffsetsResponse Read(ref KafkaReader r, short v)
    {
        var m = new DescribeShareGroupOffsetsResponse { ThrottleTimeMs = r.Int32(), Groups = r.Array<Group>(v) };
        r.SkipTags();
        return m;
    }

    public void Write(KafkaWriter w, short v)
    {
        w.Int32(ThrottleTimeMs);
        w.Array(Groups, v);
        w.NoTags();
    }

    public sealed record Group : IWireFormat<Group>
    {
        public string GroupId { get; init; } = "";
        public Topic[] Topics { get; init; } = [];
        public ErrorCode Error { get; init; }
        public string? ErrorMessage { get; init; }

        public static Group Read(ref KafkaReader r, short v)
        {
            var m = new Group
            {
                GroupId = r.String(),
                Topics = r.Array<Topic>(v),
                Error = r.Error(),
                ErrorMessage = r.NullableString(),
            };
            r.SkipTags();
            return m;
        }

        public void Write(KafkaWriter w, short v)
        {
            w.String(GroupId);
            w.Array(Topics, v);
            w.Error(Error);
            w.NullableString(ErrorMessage);
            w.NoTags();
        }
    }

    public sealed record Topic : IWireFormat<Topic>
    {
        public string TopicName { get; init; } = "";
        public Guid TopicId { get; init; }
        public Partition[] Partitions { get; init; } = [];

        public static Topic Read(ref KafkaReader r, short v)
        {
            var m = new Topic
            {
                TopicName = r.String(),
                TopicId = r.Uuid(),
                Partitions = r.Array<Partition>(v),
            };
            r.SkipTags();
            return m;
        }

        public void Write(KafkaWriter w, short v)
        {
            w.String(TopicName);
            w.Uuid(TopicId);
            w.Array(Partitions, v);
            w.NoTags();
        }
    }

    public sealed record Partition : IWireFormat<Partition>
    {
        public int PartitionIndex { get; init; }
        public long StartOffset { get; init; }
        public int LeaderEpoch { get; init; }
        public long Lag { get; init; } = -1;
        public ErrorCode Error { get; init; }
        public string? ErrorMessage { get; init; }

        public static Partition Read(ref KafkaReader r, short v)
        {
            var m = new Partition
            {
                PartitionIndex = r.Int32(),
                StartOffset = r.Int64(),
                LeaderEpoch = r.Int32(),
                Lag = v >= 1 ? r.Int64() : -1,
                Error = r.Error(),
                ErrorMessage = r.NullableString(),
            };
            r.SkipTags();
            return m;
        }

        public void Write(KafkaWriter w, short v)
        {
            w.Int32(PartitionIndex);
            w.Int64(StartOffset);
            w.Int32(LeaderEpoch);
            if (v >= 1)
            {
                w.Int64(Lag);
            }
            w.Error(Error);
            w.NullableString(ErrorMessage);
            w.NoTags();
        }
    }
}
