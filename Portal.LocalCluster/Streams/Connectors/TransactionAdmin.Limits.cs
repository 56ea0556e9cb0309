using System.Globalization;
using Portal.Kafka.Client;
using Portal.Kafka.Messages;

namespace Portal.LocalCluster.Streams.Connectors;

public sealed partial class TransactionAdmin
{
    private const string LongestOption = "transaction.max.timeout.ms";
    private static readonly TimeSpan LimitWithin = TimeSpan.FromSeconds(3);

    /// <summary>The longest time limit that the brokers let a transaction have.</summary>
    /// <returns>Null: it isn't known. No client signs in only to check a statement, and users of a topic are rarely permitted to see it.</returns>
    public TimeSpan? LongestTimeout(TopicTable table)
    {
        if (table.Security.SignsIn)
        {
            return null;
        }

        try
        {
            return With(table, LongestOf, Usual with { ConnectWithin = LimitWithin, AnswerWithin = LimitWithin });
        }
        catch (KafkaException)
        {
            return null; // The job fails by it when it starts, in words of its own.
        }
    }

    private static async Task<TimeSpan?> LongestOf(KafkaClient client)
    {
        var brokers = await client.Brokers(CancellationToken.None);
        var broker = brokers.Brokers[0].NodeId;
        var request = new DescribeConfigsRequest
        {
            Resources =
            [
                new()
                {
                    ResourceType = ConfigResource.Broker,
                    ResourceName = broker.ToString(CultureInfo.InvariantCulture),
                    ConfigurationKeys = [LongestOption],
                },
            ],
        };
        var answer = await client.SendTo(broker, Call.Of(request), null, CancellationToken.None);
        var value = answer.Results.SelectMany(r => r.Configs).FirstOrDefault(c => c.Name == LongestOption)?.Value;
        return int.TryParse(value, CultureInfo.InvariantCulture, out var ms) ? TimeSpan.FromMilliseconds(ms) : null;
    }
}
