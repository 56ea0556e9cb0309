using Confluent.Kafka;
using Portal.Bench.Lag;

namespace Portal.Bench.Footprint;

/// <summary>Writes a record a second to every hundredth topic: a large cluster where most things rest.</summary>
internal sealed class SomeWrites(string bootstrap, int topics)
{
    private const int OneOf = 100;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Until stopped.</summary>
    public async Task Run(CancellationToken stop)
    {
        using var producer = new ProducerBuilder<Null, string>(
            new ProducerConfig { BootstrapServers = bootstrap }
        ).Build();
        while (!stop.IsCancellationRequested)
        {
            for (var topic = 0; topic < topics; topic += OneOf)
            {
                producer.Produce(LagWorld.Topic(topic), new Message<Null, string> { Value = "written" });
            }

            await Task.Delay(Pause, TimeProvider.System, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        producer.Flush(TimeSpan.FromSeconds(10));
    }
}
