using Portal.Kafka.Wire;

namespace Portal.Kafka.Messages;

/// <summary>Whether the generation still stands.</summary>
public sealed record HeartbeatResponse : IWireFormat<HeartbeatResponse>
{
    public int ThrottleTimeMs { get; init; }
    public ErrorCode Error { get; init; }

    public static HeartbeatResponse Read(ref KafkaReader r, short v)
    {
        var m = new HeartbeatResponse { ThrottleTimeMs = v >= 1 ? r.Int32() : 0, Error = r.Error() };
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
        w.NoTags();
    }
}
