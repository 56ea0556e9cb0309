using Confluent.Kafka;

namespace Portal.LocalCluster.Demo;

/// <summary>Reads a topic as one group, not faster than it may, and commits what it has worked on.</summary>
internal sealed class DemoConsumer(DemoTopic topic, DemoReader reader, string bootstrap, TimeProvider clock)
{
    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(500);

    public async Task Run(CancellationToken stop)
    {
        var config = new ConsumerConfig
        {
            BootstrapServers = bootstrap,
            GroupId = reader.Group,
            ClientId = $"demo-{reader.Group}",
            AutoOffsetReset = AutoOffsetReset.Earliest,
            EnableAutoCommit = false,
            EnableAutoOffsetStore = false,
            QueuedMinMessages = 100,
            QueuedMaxMessagesKbytes = 1_024,
            PartitionAssignmentStrategy = PartitionAssignmentStrategy.CooperativeSticky,
        };
        using var consumer = new ConsumerBuilder<string, string>(config).SetErrorHandler(static (_, _) => { }).Build();
        consumer.Subscribe(topic.Name);
        using var timer = new PeriodicTimer(Breath, clock);
        var left = reader.StopsAfter ?? int.MaxValue;
        while (left > 0 && await timer.WaitForNextTickAsync(stop))
        {
            left -= Read(consumer, Math.Min(left, (int)(reader.MostPerSecond * Breath.TotalSeconds)));
        }

        consumer.Close();
    }

    private static int Read(IConsumer<string, string> consumer, int most)
    {
        var read = 0;
        try
        {
            while (read < most && consumer.Consume(TimeSpan.Zero) is { } record)
            {
                consumer.StoreOffset(record);
                read++;
            }

            if (read > 0)
            {
                consumer.Commit();
            }
        }
        catch (KafkaException)
        {
            // The cluster is away or the group moves: what isn't committed is read again.
        }

        return read;
    }
}
