using System.Collections.Concurrent;
using Confluent.Kafka;
using Portal.Tests.Interop;
using Portal.Tests.Kit;

namespace Portal.Tests.LocalCluster;

/// <summary>kill -9 of the process, with real clients.</summary>
public sealed class KillTests
{
    [ClusterFact]
    public async Task Kill_9_under_load_loses_no_acknowledged_record_and_repeats_none()
    {
        await using var cluster = await LocalKafkaProcess.Start(3, "SyncInterval=00:00:00.200");
        using var client = new Client(cluster.Bootstrap);
        var topic = Client.NewName("killed");
        await client.Create(topic, 6, 3, ("segment.bytes", "1048576"));
        var acknowledged = new ConcurrentDictionary<int, long>();
        using var stop = new CancellationTokenSource();
        var load = Load(client, topic, acknowledged, stop.Token);

        for (var kills = 1; kills <= 3; kills++)
        {
            var enough = acknowledged.Count + 3000;
            await Deadline.Until(() => acknowledged.Count > enough, TimeSpan.FromSeconds(60));
            await cluster.Kill();
            await cluster.Up();
        }

        await stop.CancelAsync();
        await load;

        var read = client.ReadAll(topic).Select(record => int.Parse(record.Message.Value)).ToList();
        acknowledged.Keys.Except(read).ShouldBeEmpty();
        read.Count.ShouldBe(read.Distinct().Count());
    }

    [ClusterFact]
    public async Task Kill_9_while_a_topic_is_compacted_loses_no_key_s_latest_record()
    {
        await using var cluster = await LocalKafkaProcess.Start(1, "CompactionInterval=00:00:00.010");
        using var client = new Client(cluster.Bootstrap);
        var topic = Client.NewName("compacted");
        await client.Create(
            topic,
            2,
            1,
            ("cleanup.policy", "compact"),
            ("segment.ms", "20"),
            ("min.cleanable.dirty.ratio", "0.001")
        );
        var acknowledged = new ConcurrentDictionary<int, long>();
        using var stop = new CancellationTokenSource();
        var load = Load(client, topic, acknowledged, stop.Token);

        for (var kills = 1; kills <= 5; kills++)
        {
            var enough = acknowledged.Count + 5000;
            await Deadline.Until(() => acknowledged.Count > enough, TimeSpan.FromSeconds(60));
            await cluster.Kill();
            await cluster.Up();
            cluster.Log.ShouldNotContain("set aside");
        }

        await stop.CancelAsync();
        await load;

        await Deadline.Until(() => client.ReadAll(topic).Count < acknowledged.Count / 2);
        var read = client.ReadAll(topic);
        foreach (var key in acknowledged.Keys.GroupBy(number => $"{number % 31}"))
        {
            read.Where(record => record.Message.Key == key.Key)
                .Max(record => int.Parse(record.Message.Value))
                .ShouldBeGreaterThanOrEqualTo(key.Max());
        }

        read.Select(record => record.TopicPartitionOffset).ShouldBeUnique();
    }

    [ClusterFact]
    public async Task After_kill_9_topics_configs_and_committed_offsets_are_as_they_were()
    {
        await using var cluster = await LocalKafkaProcess.Start();
        using var client = new Client(cluster.Bootstrap);
        var topic = await client.Topic(3, ("retention.ms", "1234567"));
        await client.Admin.AlterConsumerGroupOffsetsAsync([new("g", [new(topic, 1, 5)])]);
        var before = await cluster.Status();

        await cluster.Kill();
        await cluster.Up();

        (await cluster.Status()).GetRawText().ShouldBe(before.GetRawText());
        var committed = await client.Admin.ListConsumerGroupOffsetsAsync([new("g", [new(topic, 1)])]);
        committed[0].Partitions[0].Offset.Value.ShouldBe(5);
    }

    [ClusterFact]
    public async Task A_clean_stop_leaves_nothing_to_check_at_the_next_start()
    {
        await using var cluster = await LocalKafkaProcess.Start();
        using var client = new Client(cluster.Bootstrap);
        var topic = await client.Topic();
        await client.Produce(topic, 1000);

        await cluster.Stop();
        await cluster.Up();

        cluster.Log.ShouldNotContain("torn");
        client.ReadAll(topic).Count.ShouldBe(1000);
    }

    private static Task Load(
        Client client,
        string topic,
        ConcurrentDictionary<int, long> acknowledged,
        CancellationToken stop
    ) =>
        Task.Run(
            async () =>
            {
                using var producer = client.Producer(with => with.MessageTimeoutMs = 120_000);
                for (var number = 0; !stop.IsCancellationRequested; number++)
                {
                    var sent = number;
                    producer.Produce(
                        topic,
                        new() { Key = $"{number % 31}", Value = $"{number}" },
                        report =>
                        {
                            if (report.Error.Code == ErrorCode.NoError)
                            {
                                acknowledged[sent] = report.Offset;
                            }
                        }
                    );
                    if (number % 500 == 0)
                    {
                        // While the cluster is down the client's own queue must not run over.
                        await Deadline.Until(() => sent - acknowledged.Count < 10_000, TimeSpan.FromMinutes(2));
                    }
                }

                producer.Flush(TimeSpan.FromSeconds(60));
            },
            CancellationToken.None
        );
}
