using System.Text.Json;
using Confluent.Kafka;

namespace Portal.LocalCluster.Demo;

/// <summary>Writes the events of topics at their rates, every one acknowledged by all in-sync replicas: one client for all that are written as one account.</summary>
internal sealed class DemoProducer : IDisposable
{
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);
    private readonly Dictionary<DemoTopic, double> _owed = [];
    private readonly Lock _joining = new();
    private readonly Random _random = new(7919);
    private readonly TimeProvider _clock;
    private readonly IProducer<string, string> _producer;
    private long _made;

    public DemoProducer(DemoConnection at, TimeProvider clock)
    {
        _clock = clock;
        var config = new ProducerConfig
        {
            ClientId = "demo-producer",
            Acks = Acks.All,
            EnableIdempotence = true,
            LingerMs = 100,
            ReconnectBackoffMaxMs = 30_000,
            QueueBufferingMaxKbytes = 8_192,
        };
        _producer = new ProducerBuilder<string, string>(at.On(config))
            .SetErrorHandler(static (_, _) => { })
            .SetLogHandler(static (_, _) => { })
            .Build();
    }

    /// <summary>From now on it is written too; what stands in its backlog at once.</summary>
    public void Begin(DemoTopic topic, bool isNew)
    {
        lock (_joining)
        {
            _owed[topic] = isNew ? topic.Backlog : 0;
        }
    }

    public async Task Run(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(Tick, _clock);
        while (await timer.WaitForNextTickAsync(stop))
        {
            lock (_joining)
            {
                foreach (var topic in _owed.Keys)
                {
                    _owed[topic] = Write(topic, _owed[topic] + (topic.EventsPerSecond * Tick.TotalSeconds));
                }
            }
        }
    }

    public void Dispose() => _producer.Dispose();

    /// <returns>What is still to be written.</returns>
    private double Write(DemoTopic topic, double due)
    {
        for (; due >= 1; due--)
        {
            var key = $"{topic.Name}-{_random.Next(1, 500)}";
            var value = JsonSerializer.Serialize(
                new
                {
                    number = ++_made,
                    key,
                    at = _clock.GetUtcNow(),
                    amountCents = _random.Next(100, 50_000),
                }
            );
            try
            {
                _producer.Produce(topic.Name, new Message<string, string> { Key = key, Value = value });
            }
            catch (ProduceException<string, string> full) when (full.Error.Code == ErrorCode.Local_QueueFull)
            {
                return due; // The cluster is away or slow; what waits is sent when it is back.
            }
        }

        return due;
    }
}
