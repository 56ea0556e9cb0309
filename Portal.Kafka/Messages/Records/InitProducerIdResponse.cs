using Portal.Kafka.Wire;

namespace Portal.Kafka.Messages;

/// <summary>The id and epoch under which a producer numbers its batches.</summary>
public sealed record InitProducerIdResponse : IWireFormat<InitProducerIdResponse>
{
    public int ThrottleTimeMs { get; init; }
    public ErrorCode Error { get; init; }
    public long ProducerId { get; init; } = -1;
    public short ProducerEpoch { get; init; }

    public static InitProducerIdResponse Read(ref KafkaReader r, short v)
    {
        var m = new InitProducerIdResponse
        {
            ThrottleTimeMs = r.Int32(),
            Error = r.Error(),
            ProducerId = r.Int64(),
            ProducerEpoch = r.Int16(),
        };
        r.SkipTags();
        return m;
    }

    public void Write(KafkaWriter w, short v)
    {
        w.Int32(ThrottleTimeMs);
        w.Error(Error);
        w.Int64(ProducerId);
        w.Int16(ProducerEpoch);
        w.NoTags();
    }
}
