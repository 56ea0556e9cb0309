using Portal.Kafka.Wire;

namespace Portal.Kafka.Messages;

/// <summary>Asks a coordinator about transactional ids.</summary>
public sealed record DescribeTransactionsRequest
    : IKafkaRequest<DescribeTransactionsRequest, DescribeTransactionsResponse>
{
    public static ApiKey Key => ApiKey.DescribeTransactions;

    public static VersionRange Versions => new(0, 0, 0);

    public string[] TransactionalIds { get; init; } = [];

    public static DescribeTransactionsRequest Read(ref KafkaReader r, short v)
    {
        var m = new DescribeTransactionsRequest { TransactionalIds = r.StringArray() };
        r.SkipTags();
        return m;
    }

    public void Write(KafkaWriter w, short v)
    {
        w.StringArray(TransactionalIds);
        w.NoTags();
    }
}
