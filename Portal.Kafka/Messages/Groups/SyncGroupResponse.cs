using Portal.Kafka.Wire;

namespace Portal.Kafka.Messages;

/// <summary>A member's part of the assignment.</summary>
public sealed record SyncGroupResponse : IWireFormat<SyncGroupResponse>
{
    public int ThrottleTimeMs { get; init; }
    public ErrorCode Error { get; init; }
    public string? ProtocolType { get; init; }
    public string? ProtocolName { get; init; }
    public ReadOnlyMemory<byte> Assignment { get; init; }

    public static SyncGroupResponse Read(ref KafkaReader r, short v)
    {
        var m = new SyncGroupResponse
        {
            ThrottleTimeMs = v >= 1 ? r.Int32() : 0,
            Error = r.Error(),
            ProtocolType = v >= 5 ? r.NullableString() : null,
            ProtocolName = v >= 5 ? r.NullableString() : null,
            Assignment = r.Bytes(),
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
        if (v >= 5)
        {
            w.NullableString(ProtocolType);
            w.NullableString(ProtocolName);
        }
        w.Bytes(Assignment);
        w.NoTags();
    }
}
