using Portal.Kafka.Wire;

namespace Portal.Kafka.Messages;

/// <summary>A producer names a group for which its transaction is about to commit offsets.</summary>
public sealed record AddOffsetsToTxnRequest : IKafkaRequest<AddOffsetsToTxnRequest, AddOffsetsToTxnResponse>
{
    public static ApiKey Key => ApiKey.AddOffsetsToTxn;

    public static VersionRange Versions => new(0, 4, 3);

    public string TransactionalId { get; init; } = "";
    public long ProducerId { get; init; }
    public short ProducerEpoch { get; init; }
    public string GroupId { get; init; } = "";

    public static AddOffsetsToTxnRequest Read(ref KafkaReader r, short v)
    {
        var m = new AddOffsetsToTxnRequest
        {
            TransactionalId = r.String(),
            ProducerId = r.Int64(),
            ProducerEpoch = r.Int16(),
            GroupId = r.String(),
        };
        r.SkipTags();
        return m;
    }

    public void Write(KafkaWriter w, short v)
    {
        w.String(TransactionalId);
        w.Int64(ProducerId);
        w.Int16(ProducerEpoch);
        w.String(GroupId);
        w.NoTags();
    }
}
