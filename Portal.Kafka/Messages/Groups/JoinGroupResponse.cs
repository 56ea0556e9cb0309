using Portal.Kafka.Wire;

namespace Portal.Kafka.Messages;

/// <summary>The new generation; its leader also gets what each member subscribed to.</summary>
public sealed record JoinGroupResponse : IWireFormat<JoinGroupResponse>
{
    public int ThrottleTimeMs { get; init; }
    public ErrorCode Error { get; init; }
    public int GenerationId { get; init; } = -1;
    public string? ProtocolType { get; init; }
    public string? ProtocolName { get; init; }
    public string Leader { get; init; } = "";
    public bool SkipAssignment { get; init; }
    public string MemberId { get; init; } = "";
    public Member[] Members { get; init; } = [];

    public static JoinGroupResponse Read(ref KafkaReader r, short v)
    {
        var m = new JoinGroupResponse
        {
            ThrottleTimeMs = v >= 2 ? r.Int32() : 0,
            Error = r.Error(),
            GenerationId = r.Int32(),
            ProtocolType = v >= 7 ? r.NullableString() : null,
            ProtocolName = r.NullableString(),
            Leader = r.String(),
            SkipAssignment = v >= 9 && r.Bool(),
            MemberId = r.String(),
            Members = r.Array<Member>(v),
        };
        r.SkipTags();
        return m;
    }

    public void Write(KafkaWriter w, short v)
    {
        if (v >= 2)
        {
            w.Int32(ThrottleTimeMs);
        }
        w.Error(Error);
        w.Int32(GenerationId);
        if (v >= 7)
        {
            w.NullableString(ProtocolType);
        }
        w.NullableString(v >= 7 ? ProtocolName : ProtocolName ?? "");
        w.String(Leader);
        if (v >= 9)
        {
            w.Bool(SkipAssignment);
        }
        w.String(MemberId);
        w.Array(Members, v);
        w.NoTags();
    }

    public sealed record Member : IWireFormat<Member>
    {
        public string MemberId { get; init; } = "";
        public string? GroupInstanceId { get; init; }
        public ReadOnlyMemory<byte> Metadata { get; init; }

        public static Member Read(ref KafkaReader r, short v)
        {
            var m = new Member
            {
                MemberId = r.String(),
                GroupInstanceId = v >= 5 ? r.NullableString() : null,
                Metadata = r.Bytes(),
            };
            r.SkipTags();
            return m;
        }

        public void Write(KafkaWriter w, short v)
        {
            w.String(MemberId);
            if (v >= 5)
            {
                w.NullableString(GroupInstanceId);
            }
            w.Bytes(Metadata);
            w.NoTags();
        }
    }
}
