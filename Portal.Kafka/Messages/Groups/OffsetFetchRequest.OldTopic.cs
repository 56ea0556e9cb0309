using Portal.Kafka.Wire;

namespace Portal.Kafka.Messages;

public sealed partial record OffsetFetchRequest
{
    public sealed record OldTopic : IWireFormat<OldTopic>
    {
        public string Name { get; init; } = "";
        public int[] PartitionIndexes { get; init; } = [];

        public static OldTopic Read(ref KafkaReader r, short v)
        {
            var m = new OldTopic { Name = v <= 7 ? r.String() : "", PartitionIndexes = v <= 7 ? r.Int32Array() : [] };
            r.SkipTags();
            return m;
        }

        public void Write(KafkaWriter w, short v)
        {
            if (v <= 7)
            {
                w.String(Name);
                w.Int32Array(PartitionIndexes);
            }
            w.NoTags();
        }
    }

    public sealed record Group : IWireFormat<Group>
    {
        /// <summary>The one group of versions up to 7.</summary>
        public string GroupId { get; init; } = "";

        public string? MemberId { get; init; }
        public int MemberEpoch { get; init; } = -1;

        /// <summary>Null asks for every topic (from version 2).</summary>
        public Topic[]? Topics { get; init; }

        public static Group Read(ref KafkaReader r, short v)
        {
            var m = new Group
            {
                GroupId = v >= 8 ? r.String() : "",
                MemberId = v >= 9 ? r.NullableString() : null,
                MemberEpoch = v >= 9 ? r.Int32() : -1,
                Topics = v >= 8 ? r.NullableArray<Topic>(v) : null,
            };
            r.SkipTags();
            return m;
        }

        public void Write(KafkaWriter w, short v)
        {
            if (v >= 8)
            {
                w.String(GroupId);
            }
            if (v >= 9)
            {
                w.NullableString(MemberId);
                w.Int32(MemberEpoch);
            }
            if (v >= 8)
            {
                w.NullableArray(Topics, v);
            }
            w.NoTags();
        }
    }

    public sealed record Topic : IWireFormat<Topic>
    {
        public string Name { get; init; } = "";
        public Guid TopicId { get; init; }
        public int[] PartitionIndexes { get; init; } = [];

        public static Topic Read(ref KafkaReader r, short v)
        {
            var m = new Topic
            {
                Name = v is >= 8 and <= 9 ? r.String() : "",
                TopicId = v >= 10 ? r.Uuid() : Guid.Empty,
                PartitionIndexes = v >= 8 ? r.Int32Array() : [],
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
                w.Int32Array(PartitionIndexes);
            }
            w.NoTags();
        }
    }
}
