using Portal.Kafka.Wire;

namespace Portal.Kafka.Messages;

/// <summary>Each transactional id and its transaction.</summary>
public sealed record DescribeTransactionsResponse : IWireFormat<DescribeTransactionsResponse>
{
    public int ThrottleTimeMs { get; init; }
    public Transaction[] TransactionStates { get; init; } = [];

    public static DescribeTransactionsResponse Read(ref KafkaReader r, short v)
    {
        var m = new DescribeTransactionsResponse
        {
            ThrottleTimeMs = r.Int32(),
            TransactionStates = r.Array<Transaction>(v),
        };
        r.SkipTags();
        return m;
    }

    public void Write(KafkaWriter w, short v)
    {
        w.Int32(ThrottleTimeMs);
        w.Array(TransactionStates, v);
        w.NoTags();
    }

    public sealed record Transaction : IWireFormat<Transaction>
    {
        public ErrorCode Error { get; init; }
        public string TransactionalId { get; init; } = "";
        public string State { get; init; } = "";
        public int TimeoutMs { get; init; }
        public long StartTimeMs { get; init; }
        public long ProducerId { get; init; }
        public short ProducerEpoch { get; init; }
        public Topic[] Topics { get; init; } = [];

        public static Transaction Read(ref KafkaReader r, short v)
        {
            var m = new Transaction
            {
                Error = r.Error(),
                TransactionalId = r.String(),
                State = r.String(),
                TimeoutMs = r.Int32(),
                StartTimeMs = r.Int64(),
                ProducerId = r.Int64(),
                ProducerEpoch = r.Int16(),
                Topics = r.Array<Topic>(v),
            };
            r.SkipTags();
            return m;
        }

        public void Write(KafkaWriter w, short v)
        {
            w.Error(Error);
            w.String(TransactionalId);
            w.String(State);
            w.Int32(TimeoutMs);
            w.Int64(StartTimeMs);
            w.Int64(ProducerId);
            w.Int16(ProducerEpoch);
            w.Array(Topics, v);
            w.NoTags();
        }
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
