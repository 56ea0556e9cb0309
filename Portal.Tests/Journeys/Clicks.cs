using Confluent.Kafka;

namespace Portal.Tests.Journeys;

/// <summary>Records whose times go on evenly whenever they are written, so that it is known how many belong to each second.</summary>
internal sealed class Clicks(string bootstrap, string topic, int partitions = 2)
{
    public const int PerSecond = 10;
    private static readonly TimeSpan Apart = TimeSpan.FromSeconds(1) / PerSecond;

    // Older than a topic's retention, they would be deleted while a job is about to read them.
    private readonly DateTime _began = WholeSecond(TimeProvider.System.GetUtcNow().UtcDateTime - TimeSpan.FromHours(2));

    public int Written { get; private set; }

    public async Task Write(int count)
    {
        using var producer = Producer();
        await Task.WhenAll(
            Enumerable
                .Range(Written, count)
                .Select(n => Send(producer, n % partitions, _began + (n * Apart), $"click {n}"))
        );
        Written += count;
    }

    /// <summary>Records from much later, which no window is closed for: whatever was written before is counted.</summary>
    public async Task CloseWindows()
    {
        using var producer = Producer();
        var late = _began + (Written * Apart) + TimeSpan.FromHours(1);
        await Task.WhenAll(Enumerable.Range(0, partitions).Select(p => Send(producer, p, late, "the end")));
    }

    private static DateTime WholeSecond(DateTime at) => at.AddTicks(-(at.Ticks % TimeSpan.TicksPerSecond));

    private IProducer<Null, string> Producer() =>
        new ProducerBuilder<Null, string>(
            new ProducerConfig { BootstrapServers = bootstrap, EnableIdempotence = true }
        ).Build();

    private Task Send(IProducer<Null, string> producer, int partition, DateTime at, string value) =>
        producer.ProduceAsync(
            new TopicPartition(topic, partition),
            new Message<Null, string> { Value = value, Timestamp = new Timestamp(at) }
        );
}
