using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace Portal.Bench.Running;

/// <summary>A thousand partitions, each with a record.</summary>
internal static class ManyPartitions
{
    public const int Count = 1_000;
    private const int OfATopic = 10;

    public static IEnumerable<TopicPartition> All =>
        Enumerable.Range(0, Count).Select(n => new TopicPartition(Topic(n / OfATopic), n % OfATopic));

    public static async Task Fill(string bootstrap)
    {
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = bootstrap }).Build();
        var topics = Enumerable
            .Range(0, Count / OfATopic)
            .Select(n => new TopicSpecification
            {
                Name = Topic(n),
                NumPartitions = OfATopic,
                ReplicationFactor = 1,
            });
        await admin.CreateTopicsAsync(topics);
        using var producer = new ProducerBuilder<Null, byte[]>(
            new ProducerConfig { BootstrapServers = bootstrap }
        ).Build();
        foreach (var partition in All)
        {
            producer.Produce(partition, new Message<Null, byte[]> { Value = new byte[1_000] });
        }

        producer.Flush(TimeSpan.FromSeconds(60));
    }

    private static string Topic(int n) => $"fill-{n}";
}
