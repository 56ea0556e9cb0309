using Portal.Kafka.Wire;

namespace Portal.Kafka.Messages;

/// <summary>A group commits how far it has read.</summary>
public sealed record OffsetCommitRequest : IKafkaRequest<OffsetCommitRequest, OffsetCommitResponse>
{
    public static ApiKey Key => ApiKey.OffsetCommit;

    public static VersionRange Versions => new(2, 10, 8);

    /// <summary>Names are understood up to version 9, ids from 10 on.</summary>
    public short MostVersion => (short)(Topics.Any(topic => topic.TopicId == Guid.Empty) ? 9 : Versions.Max);

    public string GroupId { get; init; } = "";
    public int GenerationIdOrMemberEpoch { get; init; } = -1;
    public string MemberId { get; init; } = "";
    public string? GroupInstanceId { get; init; }
    public long RetentionTimeMs { get; init; } = -1;
    public Topic[] Topics { get; init; } = [];

    public static OffsetCommitRequest Read(ref KafkaReader r, short v)
    {
        var m = new OffsetCommitRequest
        {
            GroupId = r.String(),
            GenerationIdOrMemberEpoch = r.Int32(),
            MemberId = r.String(),
            GroupInstanceId = v >= 7 ? r.NullableString() : null,
            RetentionTimeMs = v <= 4 ? r.Int64() : -1,
            Topics = r.Array<Topic>(v),
        };
        r.SkipTags();
        return m;
    }

    public void Write(KafkaWriter w, short v)
    {
        w.String(GroupId);
        w.Int32(GenerationIdOrMemberEpoch);
        w.String(MemberId);
        if (v >= 7)
        {
            w.NullableString(GroupInstanceId);
        }
        if (v <= 4)
        {
            w.Int64(RetentionTimeMs);
        }
        w.Array(Topics, v);
        w.NoTags();
    }

    public sealed record Topic : IWireFormat<Topic>
    {
        public string Name { get; init; } = "";
        public Guid TopicId { get; init; }
        public Partition[] Partitions { get; init; } = [];

        public static Topic Read(ref KafkaReader r, short v)
        {
            var m = new Topic
            {
                Name = v <= 9 ? r.String() : "",
                TopicId = v >= 10 ? r.Uuid() : Guid.Empty,
                Partitions = r.Array<Partition>(v),
            };
            r.SkipTags();
            return m;
        }

        public void Write(KafkaWriter w, short v)
        {
            if (v <= 9)
            {
                w.String(Name);
            }
            if (v >= 10)
            {
                w.Uuid(TopicId);
            }
            w.Array(Partitions, v);
            w.NoTags();
        }
    }

    public sealed record Partition : IWireFormat<Partition>
    {
        public int PartitionIndex { get; init; }
        public long CommittedOffset { get; init; }
        public int CommittedLeaderEpoch { get; init; } = -1;
        public string? CommittedMetadata { get; init; }

        public static Partition Read(ref KafkaReader r, short v)
        {
            var m = new Partition
            {
                PartitionIndex = r.Int32(),
                CommittedOffset = r.Int64(),
                CommittedLeaderEpoch = v >= 6 ? r.Int32() : -1,
                CommittedMetadata = r.NullableString(),
            };
            r.SkipTags();
            return m;
        }

        public void Write(KafkaWriter w, short v)
        {
            w.Int32(PartitionIndex);
            w.Int64(CommittedOffset);
            if (v >= 6)
            {
                w.Int32(CommittedLeaderEpoch);
            }
            w.NullableString(CommittedMetadata);
            w.NoTags();
        }
    }
}
