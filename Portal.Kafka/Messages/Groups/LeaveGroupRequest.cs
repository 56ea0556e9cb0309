using Portal.Kafka.Wire;

namespace Portal.Kafka.Messages;

/// <summary>Members leave a group; several at once from version 3.</summary>
public sealed record LeaveGroupRequest : IKafkaRequest<LeaveGroupRequest, LeaveGroupResponse>
{
    public static ApiKey Key => ApiKey.LeaveGroup;

    public static VersionRange Versions => new(0, 5, 4);

    public string GroupId { get; init; } = "";

    /// <summary>The one member of versions up to 2.</summary>
    public string MemberId { get; init; } = "";

    public Member[] Members { get; init; } = [];

    public static LeaveGroupRequest Read(ref KafkaReader r, short v)
    {
        var m = new LeaveGroupRequest
        {
            GroupId = r.String(),
            MemberId = v <= 2 ? r.String() : "",
            Members = v >= 3 ? r.Array<Member>(v) : [],
        };
        r.SkipTags();
        return m;
    }

    public void Write(KafkaWriter w, short v)
    {
        w.String(GroupId);
        if (v <= 2)
        {
            w.String(MemberId);
        }
        if (v >= 3)
        {
            w.Array(Members, v);
        }
        w.NoTags();
    }

    public sealed record Member : IWireFormat<Member>
    {
        /// <summary>The one member of versions up to 2.</summary>
        public string MemberId { get; init; } = "";

        public string? GroupInstanceId { get; init; }
        public string? Reason { get; init; }

        public static Member Read(ref KafkaReader r, short v)
        {
            var m = new Member
            {
                MemberId = v >= 3 ? r.String() : "",
                GroupInstanceId = v >= 3 ? r.NullableString() : null,
                Reason = v >= 5 ? r.NullableString() : null,
            };
            r.SkipTags();
            return m;
        }

        public void Write(KafkaWriter w, short v)
        {
            if (v >= 3)
            {
                w.String(MemberId);
                w.NullableString(GroupInstanceId);
            }
            if (v >= 5)
            {
                w.NullableString(Reason);
            }
            w.NoTags();
        }
    }
}
