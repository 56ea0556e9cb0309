using Portal.Kafka.Wire;

namespace Portal.Kafka.Messages;

/// <summary>A member asks for its part; the leader brings everybody's.</summary>
public sealed record SyncGroupRequest : IKafkaRequest<SyncGroupRequest, SyncGroupResponse>
{
    public static ApiKey Key => ApiKey.SyncGroup;

    public static VersionRange Versions => new(0, 5, 4);

    public string GroupId { get; init; } = "";
    public int GenerationId { get; init; }
    public string MemberId { get; init; } = "";
    public string? GroupInstanceId { get; init; }
    public string? ProtocolType { get; init; }
    public string? ProtocolName { get; init; }
    public MemberAssignment[] Assignments { get; init; } = [];

    public static SyncGroupRequest Read(ref KafkaReader r, short v)
    {
        var m = new SyncGroupRequest
        {
            GroupId = r.String(),
            GenerationId = r.Int32(),
            MemberId = r.String(),
            GroupInstanceId = v >= 3 ? r.NullableString() : null,
            ProtocolType = v >= 5 ? r.NullableString() : null,
            ProtocolName = v >= 5 ? r.NullableString() : null,
            Assignments = r.Array<MemberAssignment>(v),
        };
        r.SkipTags();
        return m;
    }

    public void Write(KafkaWriter w, short v)
    {
        w.String(GroupId);
        w.Int32(GenerationId);
        w.String(MemberId);
        if (v >= 3)
        {
            w.NullableString(GroupInstanceId);
        }
        if (v >= 5)
        {
            w.NullableString(ProtocolType);
            w.NullableString(ProtocolName);
        }
        w.Array(Assignments, v);
        w.NoTags();
    }

    public sealed record MemberAssignment : IWireFormat<MemberAssignment>
    {
        public string MemberId { get; init; } = "";
        public ReadOnlyMemory<byte> Assignment { get; init; }

        public static MemberAssignment Read(ref KafkaReader r, short v)
        {
            var m = new MemberAssignment { MemberId = r.String(), Assignment = r.Bytes() };
            r.SkipTags();
            return m;
        }

        public void Write(KafkaWriter w, short v)
        {
            w.String(MemberId);
            w.Bytes(Assignment);
            w.NoTags();
        }
    }
}
