using Portal.Kafka.Wire;

namespace Portal.Kafka.Messages;

/// <summary>The transactional ids that a broker coordinates.</summary>
public sealed record ListTransactionsResponse : IWireFormat<ListTransactionsResponse>
{
    public int ThrottleTimeMs { get; init; }
    public ErrorCode Error { get; init; }
    public string[] UnknownStateFilters { get; init; } = [];
    public Transaction[] TransactionStates { get; init; } = [];

    public static ListTransactionsResponse Read(ref KafkaReader r, short v)
    {
        var m = new ListTransactionsResponse
        {
            ThrottleTimeMs = r.Int32(),
            Error = r.Error(),
            UnknownStateFilters = r.StringArray(),
            TransactionStates = r.Array<Transaction>(v),
        };
        r.SkipTags();
        return m;
    }

    public void Write(KafkaWriter w, short v)
    {
        w.Int32(ThrottleTimeMs);
        w.Error(Error);
        w.StringArray(UnknownStateFilters);
        w.Array(TransactionStates, v);
        w.NoTags();
    }

    public sealed record Transaction : IWireFormat<Transaction>
    {
        public string TransactionalId { get; init; } = "";
        public long ProducerId { get; init; }
        public string State { get; init; } = "";

        public static Transaction Read(ref KafkaReader r, short v)
        {
            var m = new Transaction
            {
                TransactionalId = r.String(),
                ProducerId = r.Int64(),
                State = r.String(),
            };
            r.SkipTags();
            return m;
        }

        public void Write(KafkaWriter w, short v)
        {
            w.String(TransactionalId);
            w.Int64(ProducerId);
            w.String(State);
            w.NoTags();
        }
    }
}
