using Portal.Kafka.Wire;

namespace Portal.Kafka.Messages;

/// <summary>One step of a SASL exchange.</summary>
public sealed record SaslAuthenticateRequest : IKafkaRequest<SaslAuthenticateRequest, SaslAuthenticateResponse>
{
    public static ApiKey Key => ApiKey.SaslAuthenticate;

    public static VersionRange Versions => new(0, 2, 2);

    public ReadOnlyMemory<byte> AuthBytes { get; init; }

    public static SaslAuthenticateRequest Read(ref KafkaReader r, short v)
    {
        var m = new SaslAuthenticateRequest { AuthBytes = r.Bytes() };
        r.SkipTags();
        return m;
    }

    public void Write(KafkaWriter w, short v)
    {
        w.Bytes(AuthBytes);
        w.NoTags();
    }
}
