using System.Security.Cryptography;
using System.Text;

namespace Portal.Core.Jobs.Tables;

/// <summary>Where a topic is, and how it is written, as a table's options.</summary>
internal static class SinkOptions
{
    /// <summary>The largest timeout that a broker takes unless it is set otherwise; a transaction has to outlast an outage.</summary>
    public static readonly TimeSpan TransactionTimeout = TimeSpan.FromMinutes(15);

    public static readonly TableOption Timeout = new(
        "properties.transaction.timeout.ms",
        $"{TransactionTimeout.TotalMilliseconds:0}"
    );

    public static IEnumerable<TableOption> Place(string topic, TopicFacts facts) =>
        [
            new("topic", topic),
            new("properties.bootstrap.servers", facts.Kafka.Addresses),
            .. SecurityOptions.Kafka(facts.Kafka),
        ];

    // A sink with transactions would end those of the prefix that is in the state it starts from: the running version's.
    public static IEnumerable<TableOption> Delivery(
        string job,
        string topic,
        TopicFacts facts,
        JobDefinition definition
    ) =>
        definition.Guarantee == JobGuarantee.ExactlyOnce && facts.Scratch is null
            ?
            [
                new("sink.delivery-guarantee", "exactly-once"),
                new("sink.transactional-id-prefix", Prefix(job, topic, facts)),
            ]
            : [new("sink.delivery-guarantee", "at-least-once")];

    // No other job's: another that began with the same would end this one's transactions.
    private static string Prefix(string job, string topic, TopicFacts facts)
    {
        var who = Encoding.UTF8.GetBytes($"{facts.Place}\n{job}\n{topic}");
        return $"{JobName.Group(job)}-{Convert.ToHexStringLower(SHA256.HashData(who).AsSpan(0, 8))}";
    }
}
