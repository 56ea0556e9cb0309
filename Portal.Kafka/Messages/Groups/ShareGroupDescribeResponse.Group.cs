using Portal.Kafka.Wire;

namespace Portal.Kafka.Messages;

public sealed partial record ShareGroupDescribeResponse
{
    public sealed record Group : IWireFormat<Group>
    {
        public ErrorCode Error { get; init; }
        public string? ErrorMessage { get; init; }
        public string GroupId { get; init; } = "";
        public string GroupState { get; init; } = "";
        public int GroupEpoch { get; init; }
        public int AssignmentEpoch { get; init; }
        public string AssignorName { get; init; } = "";
        public Member[] Members { get; init; } = [];
        public int AuthorizedOperations { get; init; } = int.MinValue;

        public static Group Read(ref KafkaReader r, short v)
        {
            var m = new Group
            {
                Error = r.Error(),
                ErrorMessage = r.NullableString(),
                GroupId = r.String(),
                GroupState = r.String(),
                GroupEpoch = r.Int32(),
                AssignmentEpoch = r.Int32(),
                AssignorName = r.String(),
                Members = r.Array<Member>(v),
                AuthorizedOperations = r.Int32(),
            };
            r.SkipTags();
            return m;
        }

        public void Write(KafkaWriter w, short v)
        {
            w.Error(Error);
            w.NullableString(ErrorMessage);
            w.String(GroupId);
            w.String(GroupState);
            w.Int32(GroupEpoch);
            w.Int32(AssignmentEpoch);
            w.String(AssignorName);
            w.Array(Members, v);
            w.Int32(AuthorizedOperations);
            w.NoTags();
        }
    }

    public sealed record Member : IWireFormat<Member>
    {
        public string MemberId { get; init; } = "";
        public string? RackId { get; init; }
        public int MemberEpoch { get; init; }
        public string ClientId { get; init; } = "";
        public string ClientHost { get; init; } = "";
        public string[] SubscribedTopicNames { get; init; } = [];
        public MemberAssignment Assignment { get; init; } = new();

        public static Member Read(ref KafkaReader r, short v)
        {
            var m = new Member
            {
                MemberId = r.String(),
                RackId = r.NullableString(),
                MemberEpoch = r.Int32(),
                ClientId = r.String(),
                ClientHost = r.String(),
                SubscribedTopicNames = r.StringArray(),
                Assignment = MemberAssignment.Read(ref r, v),
            };
            r.SkipTags();
            return m;
        }

        public void Write(KafkaWriter w, short v)
        {
            w.String(MemberId);
            w.NullableString(RackId);
            w.Int32(MemberEpoch);
            w.String(ClientId);
            w.String(ClientHost);
            w.StringArray(SubscribedTopicNames);
            Assignment.Write(w, v);
            w.NoTags();
        }
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
        public string TopicName { get; init; } = "";
        public int[] Partitions { get; init; } = [];

        public static TopicPartition Read(ref KafkaReader r, short v)
        {
            var m = new TopicPartition
            {
                TopicId = r.Uuid(),
                TopicName = r.String(),
                Partitions = r.Int32Array(),
            };
            r.SkipTags();
            return m;
        }

        public void Write(KafkaWriter w, short v)
        {
            w.Uuid(TopicId);
            w.String(TopicName);
            w.Int32Array(Partitions);
            w.NoTags();
        }
    }
}
