using Portal.Kafka.Wire;

namespace Portal.Kafka.Messages;

/// <summary>Asks for the id under which a producer numbers its batches.</summary>
public sealed record InitProducerIdRequest : IKafkaRequest<InitProducerIdRequest, InitProducerIdResponse>
{
    public static ApiKey Key => ApiKey.InitProducerId;

    public static VersionRange Versions => new(0, 5, 2);

    public string? TransactionalId { get; init; }
    public int TransactionTimeoutMs { get; init; }
    public long ProducerId { get; init; } = -1;
    public short ProducerEpoch { get; init; } = -1;

    public static InitProducerIdRequest Read(ref KafkaReader r, short v)
    {
        var m = new InitProducerIdRequest
        {
            TransactionalId = r.NullableString(),
            TransactionTimeoutMs = r.Int32(),
            ProducerId = v >= 3 ? r.Int64() : -1,
            ProducerEpoch = v >= 3 ? r.Int16() : (short)(-1),
        };
        r.SkipTags();
        return m;
    }

    public void Write(KafkaWriter w, short v)
    {
        w.NullableString(TransactionalId);
        w.Int32(TransactionTimeoutMs);
        if (v >= 3)
        {
            w.Int64(ProducerId);
            w.Int16(ProducerEpoch);
        }
        w.NoTags();
    }
}
