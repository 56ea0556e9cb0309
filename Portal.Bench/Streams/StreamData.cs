using System.Globalization;
using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace Portal.Bench.Streams;

/// <summary>Orders, a payment for each, and what items cost over time: 1,000 orders a second of their own time.</summary>
internal static class StreamData
{
    public const int Records = 500_000;
    public const int Partitions = 2;
    public const string Orders = "bench-orders";
    public const string Payments = "bench-payments";
    public const string Rates = "bench-rates";

    private const int Items = 1_000;
    private const int Versions = 10;
    private static readonly DateTime Began = new(2025, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    public static async Task Write(string bootstrap, CancellationToken stop)
    {
        await Create(bootstrap, [Orders, Payments, Rates]);
        await Task.Run(() => Write(bootstrap), stop);
    }

    public static async Task Create(string bootstrap, IEnumerable<string> topics)
    {
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = bootstrap }).Build();
        await admin.CreateTopicsAsync(
            topics.Select(topic => new TopicSpecification { Name = topic, NumPartitions = Partitions })
        );
    }

    private static void Write(string bootstrap)
    {
        var settings = new ProducerConfig
        {
            BootstrapServers = bootstrap,
            LingerMs = 20,
            QueueBufferingMaxMessages = Records * 3,
            QueueBufferingMaxKbytes = 1_000_000,
        };
        using var producer = new ProducerBuilder<string?, string>(settings).Build();
        for (var i = 0; i < Items * Versions; i++)
        {
            var item = $"item-{i % Items}";
            var at = Began.AddMilliseconds((long)i * Records / (Items * Versions));
            producer.Produce(
                Rates,
                new() { Key = item, Value = $$"""{"item":"{{item}}","rate":{{i % 97}}.5,"ts":"{{Text(at)}}"}""" }
            );
        }

        for (var i = 0; i < Records; i++)
        {
            var at = Began.AddMilliseconds(i);
            var partition = new Partition(i % Partitions);
            var order = $$"""{"id":{{i}},"item":"item-{{Item(i)}}","amount":{{i % 100}}.25,"ts":"{{Text(at)}}"}""";
            var payment = $$"""{"id":{{i}},"paid":{{i % 100}}.25,"ts":"{{Text(at.AddMilliseconds(i % 3_000))}}"}""";
            producer.Produce(new TopicPartition(Orders, partition), new() { Value = order });
            producer.Produce(new TopicPartition(Payments, partition), new() { Value = payment });
        }

        producer.Flush(TimeSpan.FromMinutes(2));
    }

    // Scattered, so that an item comes now sooner, now later.
    private static uint Item(int order) => (unchecked((uint)order * 2654435761u) >> 12) % Items;

    private static string Text(DateTime at) => at.ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture);
}
