using Confluent.Kafka;

namespace Portal.Tests.Clusters;

/// <summary>A record that says it is from another time.</summary>
public static class TimedRecord
{
    public static async Task Produce(string bootstrap, string topic, int partition, DateTimeOffset at)
    {
        using var producer = new ProducerBuilder<Null, string>(
            new ProducerConfig { BootstrapServers = bootstrap }
        ).Build();
        await producer.ProduceAsync(
            new TopicPartition(topic, partition),
            new() { Value = $"of {at:O}", Timestamp = new Timestamp(at) }
        );
    }
}
