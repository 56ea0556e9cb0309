using Portal.Kafka.Wire;

namespace Portal.Kafka.Messages;

/// <summary>Asks a broker for the transactional ids that it coordinates.</summary>
public sealed record ListTransactionsRequest : IKafkaRequest<ListTransactionsRequest, ListTransactionsResponse>
{
    public static ApiKey Key => ApiKey.ListTransactions;

    public static VersionRange Versions => new(0, 2, 0);

    public string[] StateFilters { get; init; } = [];
    public long[] ProducerIdFilters { get; init; } = [];

    /// <summary>Only what is open for longer, in milliseconds; -1: all.</summary>
    public long DurationFilter { get; init; } = -1;

    /// <summary>A regular expression; null: all.</summary>
    public string? TransactionalIdPattern { get; init; }

    public static ListTransactionsRequest Read(ref KafkaReader r, short v)
    {
        var m = new ListTransactionsRequest
        {
            StateFilters = r.StringArray(),
            ProducerIdFilters = r.Int64Array(),
            DurationFilter = v >= 1 ? r.Int64() : -1,
            TransactionalIdPattern = v >= 2 ? r.NullableString() : null,
        };
        r.SkipTags();
        return m;
    }

    public void Write(KafkaWriter w, short v)
    {
        w.StringArray(StateFilters);
        w.Int64Array(ProducerIdFilters);
        if (v >= 1)
        {
            w.Int64(DurationFilter);
        }
        if (v >= 2)
        {
            w.NullableString(TransactionalIdPattern);
        }
        w.NoTags();
    }
}
