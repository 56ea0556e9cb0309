using Portal.Kafka.Wire;

namespace Portal.Kafka.Messages;

/// <summary>Names the SASL mechanism that the next exchange will use.</summary>
public sealed record SaslHandshakeRequest : IKafkaRequest<SaslHandshakeRequest, SaslHandshakeResponse>
{
    public static ApiKey Key => ApiKey.SaslHandshake;

    public static VersionRange Versions => new(0, 1, VersionRange.Never);

    public string Mechanism { get; init; } = "";

    public static SaslHandshakeRequest Read(ref KafkaReader r, short v) => new() { Mechanism = r.String() };

    public void Write(KafkaWriter w, short v)
    {
        w.String(Mechanism);
    }
}
