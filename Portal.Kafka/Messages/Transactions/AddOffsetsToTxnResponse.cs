using Portal.Kafka.Wire;

namespace Portal.Kafka.Messages;

/// <summary>Whether the group belongs to the transaction now.</summary>
public sealed record AddOffsetsToTxnResponse : IWireFormat<AddOffsetsToTxnResponse>
{
    public int ThrottleTimeMs { get; init; }
    public ErrorCode Error { get; init; }

    public static AddOffsetsToTxnResponse Read(ref KafkaReader r, short v)
    {
        var m = new AddOffsetsToTxnResponse { ThrottleTimeMs = r.Int32(), Error = r.Error() };
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
