using System.Text.Json;
using Confluent.Kafka;

namespace Portal.LocalCluster.Demo;

/// <summary>Writes the events of a cluster's topics at their rates, every one acknowledged by all in-sync replicas: one client for all of them.</summary>
internal sealed class DemoProducer : IDisposable
{
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);
    private readonly Dictionary<DemoTopic, double> owed = [];
    private readonly Lock joining = new();
    private readonly Random random = new(7919);
    private readonly TimeProvider clock;
    private readonly IProducer<string, string> producer;
    private long made;

    public DemoProducer(string bootstrap, TimeProvider clock)
    {
        this.clock = clock;
        var config = new ProducerConfig
        {
            BootstrapServers = bootstrap,
            ClientId = "demo-producer",
            Acks = Acks.All,
            EnableIdempotence = true,
            LingerMs = 100,
            ReconnectBackoffMaxMs = 30_000,
            QueueBufferingMaxKbytes = 8_192,
        };
        producer = new ProducerBuilder<string, string>(config)
            .SetErrorHandler(static (_, _) => { })
            .SetLogHandler(static (_, _) => { })
            .Build();
    }

    /// <summary>From now on it is written too; what stands in its backlog at once.</summary>
    public void Begin(DemoTopic topic, bool isNew)
    {
        lock (joining)
        {
            owed[topic] = isNew ? topic.Backlog : 0;
        }
    }

    public async Task Run(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(Tick, clock);
        while (await timer.WaitForNextTickAsync(stop))
        {
            lock (joining)
            {
                foreach (var topic in owed.Keys)
                {
                    owed[topic] = Write(topic, owed[topic] + (topic.EventsPerSecond * Tick.TotalSeconds));
                }
            }
        }
    }

    public void Dispose() => producer.Dispose();

    /// <returns>What is still to be written.</returns>
    private double Write(DemoTopic topic, double due)
    {
        for (; due >= 1; due--)
        {
            var key = $"{topic.Name}-{random.Next(1, 500)}";
            var value = JsonSerializer.Serialize(
                new
                {
                    number = ++made,
                    key,
                    at = clock.GetUtcNow(),
                    amountCents = random.Next(100, 50_000),
                }
            );
            try
            {
                producer.Produce(topic.Name, new Message<string, string> { Key = key, Value = value });
            }
            catch (ProduceException<string, string> full) when (full.Error.Code == ErrorCode.Local_QueueFull)
            {
                return due; // The cluster is away or slow; what waits is sent when it is back.
            }
        }

        return due;
    }
}
