using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Portal.Tests.Interop;
using Portal.Tests.Kit;

namespace Portal.Tests.LocalCluster;

public sealed class RetentionTests
{
    [ClusterFact]
    public async Task A_cut_in_retention_takes_what_is_too_old_and_only_that()
    {
        await using var cluster = await LocalKafka.Start(1, "RetentionInterval=00:00:00.100");
        using var client = new Client(cluster.Bootstrap);
        var topic = await client.Topic(1, ("segment.bytes", "1048576"));
        await Filled(client, topic, age: TimeSpan.FromDays(2));
        await Filled(client, topic, age: TimeSpan.Zero);

        await Set(client, topic, "retention.ms", "86400000");

        await Deadline.Until(async () => await Earliest(client, topic) > 0);
        client.ReadAll(topic).Count.ShouldBeInRange(30, 40);
        (await client.Admin.DescribeConfigsAsync([new() { Type = ResourceType.Topic, Name = topic }]))[0]
            .Entries["retention.ms"]
            .Value.ShouldBe("86400000");
    }

    [ClusterFact]
    public async Task A_cut_in_size_takes_the_oldest_segments()
    {
        await using var cluster = await LocalKafka.Start(1, "RetentionInterval=00:00:00.100");
        using var client = new Client(cluster.Bootstrap);
        var topic = await client.Topic(1, ("segment.bytes", "1048576"));
        await Filled(client, topic, age: TimeSpan.Zero);

        await Set(client, topic, "retention.bytes", "1500000");

        await Deadline.Until(async () => await Earliest(client, topic) > 0);
        client.ReadAll(topic).Sum(record => (long)record.Message.Value.Length).ShouldBeInRange(1_400_000, 2_600_000);
    }

    [ClusterFact]
    public async Task A_topic_that_is_only_compacted_keeps_everything_and_one_that_also_deletes_does_not()
    {
        await using var cluster = await LocalKafka.Start(1, "RetentionInterval=00:00:00.050");
        using var client = new Client(cluster.Bootstrap);
        var kept = await client.Topic(1, ("cleanup.policy", "compact"), ("retention.ms", "1000"));
        var deleted = await client.Topic(1, ("retention.ms", "1000"));
        var both = await client.Topic(1, ("cleanup.policy", "compact,delete"), ("retention.ms", "1000"));
        await Filled(client, kept, age: TimeSpan.FromDays(2));
        await Filled(client, deleted, age: TimeSpan.FromDays(2));
        await Filled(client, both, age: TimeSpan.FromDays(2));

        await Deadline.Until(async () => await Earliest(client, deleted) == 40 && await Earliest(client, both) == 40);

        client.ReadAll(kept).Count.ShouldBe(40);
    }

    /// <summary>40 records of 100 KB, some segments of them.</summary>
    private static async Task Filled(Client client, string topic, TimeSpan age)
    {
        using var producer = client.Producer(with => with.LingerMs = 0);
        for (var number = 0; number < 40; number++)
        {
            var time = new Timestamp(TimeProvider.System.GetUtcNow() - age);
            await producer.ProduceAsync(
                topic,
                new()
                {
                    Key = "k",
                    Value = new string('x', 100_000),
                    Timestamp = time,
                }
            );
        }
    }

    private static async Task<long> Earliest(Client client, string topic)
    {
        TopicPartitionOffsetSpec asked = new() { TopicPartition = new(topic, 0), OffsetSpec = OffsetSpec.Earliest() };
        return (await client.Admin.ListOffsetsAsync([asked])).ResultInfos[0].TopicPartitionOffsetError.Offset.Value;
    }

    private static Task Set(Client client, string topic, string name, string value) =>
        client.Admin.IncrementalAlterConfigsAsync(
            new()
            {
                [new() { Type = ResourceType.Topic, Name = topic }] =
                [
                    new()
                    {
                        Name = name,
                        Value = value,
                        IncrementalOperation = AlterConfigOpType.Set,
                    },
                ],
            }
        );
}
