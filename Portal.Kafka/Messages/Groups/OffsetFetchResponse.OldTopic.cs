using Portal.Kafka.Wire;

namespace Portal.Kafka.Messages;

public sealed partial record OffsetFetchResponse
{
    public sealed record OldTopic : IWireFormat<OldTopic>
    {
        public string Name { get; init; } = "";
        public OldPartition[] Partitions { get; init; } = [];

        public static OldTopic Read(ref KafkaReader r, short v)
        {
            var m = new OldTopic
            {
                Name = v <= 7 ? r.String() : "",
                Partitions = v <= 7 ? r.Array<OldPartition>(v) : [],
            };
            r.SkipTags();
            return m;
        }

        public void Write(KafkaWriter w, short v)
        {
            if (v <= 7)
            {
                w.String(Name);
                w.Array(Partitions, v);
            }
            w.NoTags();
        }
    }

    public sealed record OldPartition : IWireFormat<OldPartition>
    {
        public int PartitionIndex { get; init; }
        public long CommittedOffset { get; init; }
        public int CommittedLeaderEpoch { get; init; } = -1;
        public string? Metadata { get; init; }
        public ErrorCode Error { get; init; }

        public static OldPartition Read(ref KafkaReader r, short v)
        {
            var m = new OldPartition
            {
                PartitionIndex = v <= 7 ? r.Int32() : 0,
                CommittedOffset = v <= 7 ? r.Int64() : 0,
                CommittedLeaderEpoch = v is >= 5 and <= 7 ? r.Int32() : -1,
                Metadata = v <= 7 ? r.NullableString() : null,
                Error = v <= 7 ? r.Error() : ErrorCode.None,
            };
            r.SkipTags();
            return m;
        }

        public void Write(KafkaWriter w, short v)
        {
            if (v <= 7)
            {
                w.Int32(PartitionIndex);
                w.Int64(CommittedOffset);
            }
            if (v is >= 5 and <= 7)
            {
                w.Int32(CommittedLeaderEpoch);
            }
            if (v <= 7)
            {
                w.NullableString(Metadata);
                w.Error(Error);
            }
            w.NoTags();
        }
    }

    public sealed record Group : IWireFormat<Group>
    {
        public string GroupId { get; init; } = "";

        /// <summary>The topics of the one group of versions up to 7.</summary>
        public Topic[] Topics { get; init; } = [];

        public ErrorCode Error { get; init; }

        public static Group Read(ref KafkaReader r, short v)
        {
            var m = new Group
            {
                GroupId = v >= 8 ? r.String() : "",
                Topics = v >= 8 ? r.Array<Topic>(v) : [],
                Error = v >= 8 ? r.Error() : ErrorCode.None,
            };
            r.SkipTags();
            return m;
        }

        public void Write(KafkaWriter w, short v)
        {
            if (v >= 8)
            {
                w.String(GroupId);
                w.Array(Topics, v);
                w.Error(Error);
            }
            w.NoTags();
        }
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
                Name = v is >= 8 and <= 9 ? r.String() : "",
                TopicId = v >= 10 ? r.Uuid() : Guid.Empty,
                Partitions = v >= 8 ? r.Array<Partition>(v) : [],
            };
            r.SkipTags();
            return m;
        }

        public void Write(KafkaWriter w, short v)
        {
            if (v is >= 8 and <= 9)
            {
                w.String(Name);
            }
            if (v >= 10)
            {
                w.Uuid(TopicId);
            }
            if (v >= 8)
            {
                w.Array(Partitions, v);
            }
            w.NoTags();
        }
    }
}
