using Confluent.Kafka;
using Portal.Tests.Kit;

namespace Portal.Tests.Journeys;

/// <summary>Programs that we didn't write, on a topic: they write, read a part as a group, and stop.</summary>
internal static class Traffic
{
    public const int Written = 120;
    public const int Read = 45;

    /// <summary>kcat writes keyed records, then reads some of them as a group and leaves.</summary>
    public static async Task ByKcat(string bootstrap, string topic, string group)
    {
        var lines = string.Join('\n', Enumerable.Range(0, Written).Select(n => $"key-{n}:value {n}"));
        await Command.Run(
            "bash",
            "-c",
            """printf '%s\n' "$1" | kcat -P -b "$2" -t "$3" -K: -X acks=all""",
            "bash",
            lines,
            bootstrap,
            topic
        );
        await Command.Run(
            "kcat",
            "-b",
            bootstrap,
            "-G",
            group,
            "-c",
            $"{Read}",
            "-X",
            "auto.offset.reset=earliest",
            topic
        );
    }

    /// <summary>The same by Confluent.Kafka with the client's own security settings.</summary>
    public static async Task ByConfluent(ClientConfig client, string topic, string group, int partitions)
    {
        using (
            var producer = new ProducerBuilder<string, string>(new ProducerConfig(client) { Acks = Acks.All }).Build()
        )
        {
            foreach (var n in Enumerable.Range(0, Written))
            {
                await producer.ProduceAsync(
                    topic,
                    new Message<string, string> { Key = $"key-{n}", Value = $"value {n}" }
                );
            }
        }

        using var consumer = new ConsumerBuilder<string, string>(
            new ConsumerConfig(client)
            {
                GroupId = group,
                AutoOffsetReset = AutoOffsetReset.Earliest,
                EnableAutoCommit = false,
            }
        ).Build();
        consumer.Subscribe(topic);
        for (var read = 0; read < Read; read++)
        {
            consumer.Consume(TimeSpan.FromSeconds(30)).ShouldNotBeNull();
        }

        consumer.Commit();
        consumer.Close();
    }

    /// <summary>End minus committed by partition, read by a client at rest; null where nothing was committed.</summary>
    public static IReadOnlyDictionary<int, long?> Lag(ClientConfig client, string topic, string group, int partitions)
    {
        using var consumer = new ConsumerBuilder<Ignore, Ignore>(
            new ConsumerConfig(client) { GroupId = group }
        ).Build();
        var all = Enumerable.Range(0, partitions).Select(p => new TopicPartition(topic, p)).ToList();
        return consumer
            .Committed(all, TimeSpan.FromSeconds(30))
            .ToDictionary(
                c => c.Partition.Value,
                c =>
                    c.Offset == Offset.Unset
                        ? (long?)null
                        : consumer.QueryWatermarkOffsets(c.TopicPartition, TimeSpan.FromSeconds(30)).High - c.Offset
            );
    }
}
