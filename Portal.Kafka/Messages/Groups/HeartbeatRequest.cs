using Portal.Kafka.Wire;

namespace Portal.Kafka.Messages;

/// <summary>A member says it is alive.</summary>
public sealed record HeartbeatRequest : IKafkaRequest<HeartbeatRequest, HeartbeatResponse>
{
    public static ApiKey Key => ApiKey.Heartbeat;

    public static VersionRange Versions => new(0, 4, 4);

    public string GroupId { get; init; } = "";
    public int GenerationId { get; init; }
    public string MemberId { get; init; } = "";
    public string? GroupInstanceId { get; init; }

    public static HeartbeatRequest Read(ref KafkaReader r, short v)
    {
        var m = new HeartbeatRequest
        {
            GroupId = r.String(),
            GenerationId = r.Int32(),
            MemberId = r.String(),
            GroupInstanceId = v >= 3 ? r.NullableString() : null,
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
        w.NoTags();
    }
}
