using Portal.Kafka.Wire;

namespace Portal.Kafka.Messages;

public sealed partial record ConsumerGroupDescribeResponse
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
        public string? InstanceId { get; init; }
        public string? RackId { get; init; }
        public int MemberEpoch { get; init; }
        public string ClientId { get; init; } = "";
        public string ClientHost { get; init; } = "";
        public string[] SubscribedTopicNames { get; init; } = [];
        public string? SubscribedTopicRegex { get; init; }
        public MemberAssignment Assignment { get; init; } = new();
        public MemberAssignment TargetAssignment { get; init; } = new();
        public sbyte MemberType { get; init; } = -1;

        public static Member Read(ref KafkaReader r, short v)
        {
            var m = new Member
            {
                MemberId = r.String(),
                InstanceId = r.NullableString(),
                RackId = r.NullableString(),
                MemberEpoch = r.Int32(),
                ClientId = r.String(),
                ClientHost = r.String(),
                SubscribedTopicNames = r.StringArray(),
                SubscribedTopicRegex = r.NullableString(),
                Assignment = MemberAssignment.Read(ref r, v),
                TargetAssignment = MemberAssignment.Read(ref r, v),
                MemberType = v >= 1 ? r.Int8() : (sbyte)(-1),
            };
            r.SkipTags();
            return m;
        }

        public void Write(KafkaWriter w, short v)
        {
            w.String(MemberId);
            w.NullableString(InstanceId);
            w.NullableString(RackId);
            w.Int32(MemberEpoch);
            w.String(ClientId);
            w.String(ClientHost);
            w.StringArray(SubscribedTopicNames);
            w.NullableString(SubscribedTopicRegex);
            Assignment.Write(w, v);
            TargetAssignment.Write(w, v);
            if (v >= 1)
            {
                w.Int8(MemberType);
            }
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
}
