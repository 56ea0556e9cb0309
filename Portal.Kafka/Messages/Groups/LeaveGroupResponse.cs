using Portal.Kafka.Wire;

namespace Portal.Kafka.Messages;

/// <summary>What became of each member that was to leave.</summary>
public sealed record LeaveGroupResponse : IWireFormat<LeaveGroupResponse>
{
    public int ThrottleTimeMs { get; init; }
    public ErrorCode Error { get; init; }
    public Member[] Members { get; init; } = [];

    public static LeaveGroupResponse Read(ref KafkaReader r, short v)
    {
        var m = new LeaveGroupResponse
        {
            ThrottleTimeMs = v >= 1 ? r.Int32() : 0,
            Error = r.Error(),
            Members = v >= 3 ? r.Array<Member>(v) : [],
        };
        r.SkipTags();
        return m;
    }

    public void Write(KafkaWriter w, short v)
    {
        if (v >= 1)
        {
            w.Int32(ThrottleTimeMs);
        }
        w.Error(Error);
        if (v >= 3)
        {
            w.Array(Members, v);
        }
        w.NoTags();
    }

    public sealed record Member : IWireFormat<Member>
    {
        public string MemberId { get; init; } = "";
        public string? GroupInstanceId { get; init; }
        public ErrorCode Error { get; init; }

        public static Member Read(ref KafkaReader r, short v)
        {
            var m = new Member
            {
                MemberId = v >= 3 ? r.String() : "",
                GroupInstanceId = v >= 3 ? r.NullableString() : null,
                Error = v >= 3 ? r.Error() : ErrorCode.None,
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
                w.Error(Error);
            }
            w.NoTags();
        }
    }
}
