using System.Text.Json;
using Confluent.Kafka;

namespace Portal.LocalCluster.Demo;

/// <summary>Writes a topic's events at its rate, every one acknowledged by all in-sync replicas.</summary>
internal sealed class DemoProducer(DemoTopic topic, string bootstrap, TimeProvider clock)
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Tide = TimeSpan.FromMinutes(10);
    private readonly Random random = new(topic.Name.Length * 7919);
    private long made;
    private double owed;

    public async Task Run(CancellationToken stop)
    {
        var config = new ProducerConfig
        {
            BootstrapServers = bootstrap,
            ClientId = $"demo-{topic.Name}",
            Acks = Acks.All,
            EnableIdempotence = true,
            LingerMs = 50,
            QueueBufferingMaxKbytes = 4_096,
        };
        using var producer = new ProducerBuilder<string, string>(config).SetErrorHandler(static (_, _) => { }).Build();
        using var timer = new PeriodicTimer(Tick, clock);
        while (await timer.WaitForNextTickAsync(stop))
        {
            Write(producer);
        }
    }

    private void Write(IProducer<string, string> producer)
    {
        var now = clock.GetUtcNow();
        var tide = 1 + (0.4 * Math.Sin(2 * Math.PI * now.ToUnixTimeMilliseconds() / Tide.TotalMilliseconds));
        owed += topic.EventsPerSecond * Tick.TotalSeconds * tide;
        for (; owed >= 1; owed--)
        {
            var key = $"{topic.Name}-{random.Next(1, 500)}";
            var value = JsonSerializer.Serialize(
                new
                {
                    number = ++made,
                    key,
                    at = now,
                    amountCents = random.Next(100, 50_000),
                }
            );
            try
            {
                producer.Produce(topic.Name, new Message<string, string> { Key = key, Value = value });
            }
            catch (ProduceException<string, string> full) when (full.Error.Code == ErrorCode.Local_QueueFull)
            {
                return; // The cluster is away; what waits is sent when it is back, and no more is made meanwhile.
            }
        }
    }
}
