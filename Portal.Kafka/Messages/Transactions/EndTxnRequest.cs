using Portal.Kafka.Wire;

namespace Portal.Kafka.Messages;

/// <summary>Commits or aborts a transaction. Version 5 is of the second transaction protocol, which isn't spoken.</summary>
public sealed record EndTxnRequest : IKafkaRequest<EndTxnRequest, EndTxnResponse>
{
    public static ApiKey Key => ApiKey.EndTxn;

    public static VersionRange Versions => new(0, 4, 3);

    public string TransactionalId { get; init; } = "";
    public long ProducerId { get; init; }
    public short ProducerEpoch { get; init; }
    public bool Committed { get; init; }

    public static EndTxnRequest Read(ref KafkaReader r, short v)
    {
        var m = new EndTxnRequest
        {
            TransactionalId = r.String(),
            ProducerId = r.Int64(),
            ProducerEpoch = r.Int16(),
            Committed = r.Bool(),
        };
        r.SkipTags();
        return m;
    }

    public void Write(KafkaWriter w, short v)
    {
        w.String(TransactionalId);
        w.Int64(ProducerId);
        w.Int16(ProducerEpoch);
        w.Bool(Committed);
        w.NoTags();
    }
}
