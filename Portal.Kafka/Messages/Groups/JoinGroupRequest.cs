using Portal.Kafka.Wire;

namespace Portal.Kafka.Messages;

/// <summary>A member asks to take part in a classic group; answered when the round is complete.</summary>
public sealed record JoinGroupRequest : IKafkaRequest<JoinGroupRequest, JoinGroupResponse>
{
    public static ApiKey Key => ApiKey.JoinGroup;

    public static VersionRange Versions => new(0, 9, 6);

    public string GroupId { get; init; } = "";
    public int SessionTimeoutMs { get; init; }
    public int RebalanceTimeoutMs { get; init; } = -1;
    public string MemberId { get; init; } = "";
    public string? GroupInstanceId { get; init; }
    public string ProtocolType { get; init; } = "";
    public Protocol[] Protocols { get; init; } = [];
    public string? Reason { get; init; }

    public static JoinGroupRequest Read(ref KafkaReader r, short v)
    {
        var m = new JoinGroupRequest
        {
            GroupId = r.String(),
            SessionTimeoutMs = r.Int32(),
            RebalanceTimeoutMs = v >= 1 ? r.Int32() : -1,
            MemberId = r.String(),
            GroupInstanceId = v >= 5 ? r.NullableString() : null,
            ProtocolType = r.String(),
            Protocols = r.Array<Protocol>(v),
            Reason = v >= 8 ? r.NullableString() : null,
        };
        r.SkipTags();
        return m;
    }

    public void Write(KafkaWriter w, short v)
    {
        w.String(GroupId);
        w.Int32(SessionTimeoutMs);
        if (v >= 1)
        {
            w.Int32(RebalanceTimeoutMs);
        }
        w.String(MemberId);
        if (v >= 5)
        {
            w.NullableString(GroupInstanceId);
        }
        w.String(ProtocolType);
        w.Array(Protocols, v);
        if (v >= 8)
        {
            w.NullableString(Reason);
        }
        w.NoTags();
    }

    public sealed record Protocol : IWireFormat<Protocol>
    {
        public string Name { get; init; } = "";
        public ReadOnlyMemory<byte> Metadata { get; init; }

        public static Protocol Read(ref KafkaReader r, short v)
        {
            var m = new Protocol { Name = r.String(), Metadata = r.Bytes() };
            r.SkipTags();
            return m;
        }

        public void Write(KafkaWriter w, short v)
        {
            w.String(Name);
            w.Bytes(Metadata);
            w.NoTags();
        }
    }
}
