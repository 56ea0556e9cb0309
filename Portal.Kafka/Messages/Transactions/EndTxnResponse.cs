using Portal.Kafka.Wire;

namespace Portal.Kafka.Messages;

/// <summary>Whether the transaction ends as was asked.</summary>
public sealed record EndTxnResponse : IWireFormat<EndTxnResponse>
{
    public int ThrottleTimeMs { get; init; }
    public ErrorCode Error { get; init; }

    public static EndTxnResponse Read(ref KafkaReader r, short v)
    {
        var m = new EndTxnResponse { ThrottleTimeMs = r.Int32(), Error = r.Error() };
        r.SkipTags();
        return m;
    }

    public void Write(KafkaWriter w, short v)
    {
        w.Int32(ThrottleTimeMs);
        w.Error(Error);
        w.NoTags();
    }
}
