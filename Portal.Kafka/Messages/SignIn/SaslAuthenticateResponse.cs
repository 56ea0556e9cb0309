using Portal.Kafka.Wire;

namespace Portal.Kafka.Messages;

/// <summary>The answer to one step of a SASL exchange.</summary>
public sealed record SaslAuthenticateResponse : IWireFormat<SaslAuthenticateResponse>
{
    public ErrorCode Error { get; init; }
    public string? ErrorMessage { get; init; }
    public ReadOnlyMemory<byte> AuthBytes { get; init; }
    public long SessionLifetimeMs { get; init; }

    public static SaslAuthenticateResponse Read(ref KafkaReader r, short v)
    {
        var m = new SaslAuthenticateResponse
        {
            Error = r.Error(),
            ErrorMessage = r.NullableString(),
            AuthBytes = r.Bytes(),
            SessionLifetimeMs = v >= 1 ? r.Int64() : 0,
        };
        r.SkipTags();
        return m;
    }

    public void Write(KafkaWriter w, short v)
    {
        w.Error(Error);
        w.NullableString(ErrorMessage);
        w.Bytes(AuthBytes);
        if (v >= 1)
        {
            w.Int64(SessionLifetimeMs);
        }
        w.NoTags();
    }
}
