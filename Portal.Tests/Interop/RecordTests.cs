using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace Portal.Tests.Interop;

[Collection(InteropSuite.Name)]
public sealed class RecordTests(Clusters clusters)
{
    [Theory, OnLocalCluster, OnRealKafka]
    public async Task An_idempotent_producer_s_records_are_there_once_and_in_order(string cluster)
    {
        using var client = new Client(await clusters.Bootstrap(cluster));
        var topic = await client.Topic(4);

        await client.Produce(topic, 5000);

        var read = client.ReadAll(topic);
        read.Select(record => int.Parse(record.Message.Value)).Order().ShouldBe(Enumerable.Range(0, 5000));
        read.GroupBy(record => record.Message.Key)
            .ShouldAllBe(key => key.Zip(key.Skip(1), (a, b) => a.Offset < b.Offset).All(ordered => ordered));
    }

    [Theory, OnLocalCluster, OnRealKafka]
    public async Task Every_kind_of_acknowledgement_works(string cluster)
    {
        using var client = new Client(await clusters.Bootstrap(cluster));
        foreach (var acks in new[] { Acks.None, Acks.Leader, Acks.All })
        {
            var topic = await client.Topic();
            await client.Produce(topic, 50, with => (with.Acks, with.EnableIdempotence) = (acks, false));

            client.ReadAll(topic).Count.ShouldBe(50);
        }
    }

    [Theory, OnLocalCluster, OnRealKafka]
    public async Task A_record_above_the_topic_s_limit_is_refused_and_the_limit_can_be_raised(string cluster)
    {
        using var client = new Client(await clusters.Bootstrap(cluster));
        var topic = await client.Topic(1, ("max.message.bytes", "2000"));
        var large = new string('x', 3000);

        async Task Produce()
        {
            using var producer = client.Producer();
            await producer.ProduceAsync(topic, new() { Value = large });
        }

        (await client.Refusal(Produce))!.Value.Code.ShouldBe(ErrorCode.MsgSizeTooLarge);
        await client.Admin.IncrementalAlterConfigsAsync(
            new()
            {
                [new() { Type = ResourceType.Topic, Name = topic }] =
                [
                    new()
                    {
                        Name = "max.message.bytes",
                        Value = "5000",
                        IncrementalOperation = AlterConfigOpType.Set,
                    },
                ],
            }
        );
        await Kit.Deadline.Until(async () => await client.Refusal(Produce) is null);
    }

    [Theory, OnLocalCluster, OnRealKafka]
    public async Task A_compacted_topic_takes_no_record_without_a_key(string cluster)
    {
        using var client = new Client(await clusters.Bootstrap(cluster));
        var topic = await client.Topic(1, ("cleanup.policy", "compact"));
        using var producer = client.Producer(with => with.CompressionType = CompressionType.Gzip);

        await producer.ProduceAsync(topic, new() { Key = "k", Value = "kept" });
        var refusal = await client.Refusal(() => producer.ProduceAsync(topic, new() { Key = null!, Value = "lost" }));

        refusal!.Value.Code.ShouldBe(ErrorCode.InvalidRecord);
        client.ReadAll(topic).Select(record => record.Message.Value).ShouldBe(["kept"]);
    }

    [Theory, OnLocalCluster, OnRealKafka]
    public async Task More_in_sync_replicas_than_the_topic_has_at_all_are_not_insisted_on(string cluster)
    {
        using var client = new Client(await clusters.Bootstrap(cluster));
        var topic = await client.Topic(1, ("min.insync.replicas", "2"));

        await client.Produce(topic, 1);

        client.ReadAll(topic).Count.ShouldBe(1);
    }

    [Theory, OnLocalCluster, OnRealKafka]
    public async Task Offsets_are_found_at_the_ends_and_by_time(string cluster)
    {
        using var client = new Client(await clusters.Bootstrap(cluster));
        var topic = await client.Topic();
        // Young enough for the topic's retention.
        var began = TimeProvider.System.GetUtcNow().AddHours(-1).ToUnixTimeMilliseconds();
        using (var producer = client.Producer())
        {
            await Task.WhenAll(
                Enumerable
                    .Range(0, 100)
                    .Select(number => new Message<string, string>
                    {
                        Timestamp = new(began + number * 1000, TimestampType.CreateTime),
                    })
                    .Select(message => producer.ProduceAsync(topic, message))
            );
        }

        async Task<long> At(OffsetSpec spec) =>
            (await client.Admin.ListOffsetsAsync([new() { TopicPartition = new(topic, 0), OffsetSpec = spec }]))
                .ResultInfos[0]
                .TopicPartitionOffsetError
                .Offset
                .Value;

        (await At(OffsetSpec.Earliest())).ShouldBe(0);
        (await At(OffsetSpec.Latest())).ShouldBe(100);
        (await At(OffsetSpec.MaxTimestamp())).ShouldBe(99);
        var fiftieth = began + 50_000;
        (await At(OffsetSpec.ForTimestamp(fiftieth))).ShouldBe(50);
        (await At(OffsetSpec.ForTimestamp(fiftieth + 1))).ShouldBe(51);
        (await At(OffsetSpec.ForTimestamp(fiftieth + 3_600_000))).ShouldBe(-1);
    }

    [Theory, OnLocalCluster, OnRealKafka]
    public async Task An_offset_is_found_by_time_within_a_compressed_batch(string cluster)
    {
        using var client = new Client(await clusters.Bootstrap(cluster));
        var began = TimeProvider.System.GetUtcNow().AddHours(-1).ToUnixTimeMilliseconds();
        foreach (var codec in Enum.GetValues<CompressionType>())
        {
            var topic = await client.Topic();
            // All in one batch.
            using (
                var producer = client.Producer(with =>
                    (with.CompressionType, with.LingerMs, with.EnableIdempotence) = (codec, 200, false)
                )
            )
            {
                await Task.WhenAll(
                    Enumerable
                        .Range(0, 20)
                        .Select(number => new Message<string, string>
                        {
                            Value = new string('x', 100),
                            Timestamp = new(began + number * 1000, TimestampType.CreateTime),
                        })
                        .Select(message => producer.ProduceAsync(topic, message))
                );
            }

            foreach (var (ms, offset) in ((int, long)[])[(0, 0), (7_000, 7), (7_001, 8), (19_000, 19), (19_001, -1)])
            {
                var spec = OffsetSpec.ForTimestamp(began + ms);
                var found = await client.Admin.ListOffsetsAsync([
                    new() { TopicPartition = new(topic, 0), OffsetSpec = spec },
                ]);
                found.ResultInfos[0].TopicPartitionOffsetError.Offset.Value.ShouldBe(offset, $"{codec} {ms}");
            }
        }
    }

    [Theory, OnLocalCluster, OnRealKafka]
    public async Task A_waiting_reader_is_woken_by_a_record_not_by_its_own_time_limit(string cluster)
    {
        using var client = new Client(await clusters.Bootstrap(cluster));
        var topic = await client.Topic();
        using var consumer = client.Consumer(
            Client.NewName("waiter"),
            with => (with.FetchWaitMaxMs, with.SocketTimeoutMs) = (20_000, 60_000)
        );
        consumer.Assign(new TopicPartitionOffset(topic, 0, 0));
        consumer.Consume(TimeSpan.FromMilliseconds(1500))?.IsPartitionEOF.ShouldBeTrue();

        var began = TimeProvider.System.GetTimestamp();
        await client.Produce(topic, 1);
        ConsumeResult<string, string>? read;
        do
        {
            read = consumer.Consume(TimeSpan.FromSeconds(15));
        } while (read is { IsPartitionEOF: true });

        read.ShouldNotBeNull();
        TimeProvider.System.GetElapsedTime(began).ShouldBeLessThan(TimeSpan.FromSeconds(10));
    }
}
