using Portal.Kafka.Wire;

namespace Portal.Kafka.Messages;

/// <summary>Classic groups with their members.</summary>
public sealed record DescribeGroupsResponse : IWireFormat<DescribeGroupsResponse>
{
    public int ThrottleTimeMs { get; init; }
    public Group[] Groups { get; init; } = [];

    public static DescribeGroupsResponse Read(ref KafkaReader r, short v)
    {
        var m = new DescribeGroupsResponse { ThrottleTimeMs = v >= 1 ? r.Int32() : 0, Groups = r.Array<Group>(v) };
        r.SkipTags();
        return m;
    }

    public void Write(KafkaWriter w, short v)
    {
        if (v >= 1)
        {
            w.Int32(ThrottleTimeMs);
        }
        w.Array(Groups, v);
        w.NoTags();
    }

    public sealed record Group : IWireFormat<Group>
    {
        public ErrorCode Error { get; init; }
        public string? ErrorMessage { get; init; }
        public string GroupId { get; init; } = "";
        public string GroupState { get; init; } = "";
        public string ProtocolType { get; init; } = "";
        public string ProtocolData { get; init; } = "";
        public Member[] Members { get; init; } = [];
        public int AuthorizedOperations { get; init; } = int.MinValue;

        public static Group Read(ref KafkaReader r, short v)
        {
            var m = new Group
            {
                Error = r.Error(),
                ErrorMessage = v >= 6 ? r.NullableString() : null,
                GroupId = r.String(),
                GroupState = r.String(),
                ProtocolType = r.String(),
                ProtocolData = r.String(),
                Members = r.Array<Member>(v),
                AuthorizedOperations = v >= 3 ? r.Int32() : int.MinValue,
            };
            r.SkipTags();
            return m;
        }

        public void Write(KafkaWriter w, short v)
        {
            w.Error(Error);
            if (v >= 6)
            {
                w.NullableString(ErrorMessage);
            }
            w.String(GroupId);
            w.String(GroupState);
            w.String(ProtocolType);
            w.String(ProtocolData);
            w.Array(Members, v);
            if (v >= 3)
            {
                w.Int32(AuthorizedOperations);
            }
            w.NoTags();
        }
    }

    public sealed record Member : IWireFormat<Member>
    {
        public string MemberId { get; init; } = "";
        public string? GroupInstanceId { get; init; }
        public string ClientId { get; init; } = "";
        public string ClientHost { get; init; } = "";
        public ReadOnlyMemory<byte> MemberMetadata { get; init; }

        /// <summary>In the format of the group's protocol type; see <see cref="ConsumerAssignment"/> for consumers.</summary>
        public ReadOnlyMemory<byte> MemberAssignment { get; init; }

        public static Member Read(ref KafkaReader r, short v)
        {
            var m = new Member
            {
                MemberId = r.String(),
                GroupInstanceId = v >= 4 ? r.NullableString() : null,
                ClientId = r.String(),
                ClientHost = r.String(),
                MemberMetadata = r.Bytes(),
                MemberAssignment = r.Bytes(),
            };
            r.SkipTags();
            return m;
        }

        public void Write(KafkaWriter w, short v)
        {
            w.String(MemberId);
            if (v >= 4)
            {
                w.NullableString(GroupInstanceId);
            }
            w.String(ClientId);
            w.String(ClientHost);
            w.Bytes(MemberMetadata);
            w.Bytes(MemberAssignment);
            w.NoTags();
        }
    }
}
