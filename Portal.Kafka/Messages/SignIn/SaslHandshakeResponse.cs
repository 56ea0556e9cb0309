using Portal.Kafka.Wire;

namespace Portal.Kafka.Messages;

/// <summary>Whether the mechanism is spoken here, and which ones are.</summary>
public sealed record SaslHandshakeResponse : IWireFormat<SaslHandshakeResponse>
{
    public ErrorCode Error { get; init; }
    public string[] Mechanisms { get; init; } = [];

    public static SaslHandshakeResponse Read(ref KafkaReader r, short v) =>
        new() { Error = r.Error(), Mechanisms = r.StringArray() };

    public void Write(KafkaWriter w, short v)
    {
        w.Error(Error);
        w.StringArray(Mechanisms);
    }
}
