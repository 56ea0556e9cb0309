using Portal.Kafka.Wire;

namespace Portal.Kafka.Messages;

/// <summary>A producer names partitions that its transaction is about to write to. Later versions are for brokers.</summary>
public sealed record AddPartitionsToTxnRequest : IKafkaRequest<AddPartitionsToTxnRequest, AddPartitionsToTxnResponse>
{
    public static ApiKey Key => ApiKey.AddPartitionsToTxn;

    public static VersionRange Versions => new(0, 3, 3);

    public string TransactionalId { get; init; } = "";
    public long ProducerId { get; init; }
    public short ProducerEpoch { get; init; }
    public Topic[] Topics { get; init; } = [];

    public static AddPartitionsToTxnRequest Read(ref KafkaReader r, short v)
    {
        var m = new AddPartitionsToTxnRequest
        {
            TransactionalId = r.String(),
            ProducerId = r.Int64(),
            ProducerEpoch = r.Int16(),
            Topics = r.Array<Topic>(v),
        };
        r.SkipTags();
        return m;
    }

    public void Write(KafkaWriter w, short v)
    {
        w.String(TransactionalId);
        w.Int64(ProducerId);
        w.Int16(ProducerEpoch);
        w.Array(Topics, v);
        w.NoTags();
    }

    public sealed record Topic : IWireFormat<Topic>
    {
        public string Name { get; init; } = "";
        public int[] Partitions { get; init; } = [];

        public static Topic Read(ref KafkaReader r, short v)
        {
            var m = new Topic { Name = r.String(), Partitions = r.Int32Array() };
            r.SkipTags();
            return m;
        }

        public void Write(KafkaWriter w, short v)
        {
            w.String(Name);
            w.Int32Array(Partitions);
            w.NoTags();
        }
    }
}
