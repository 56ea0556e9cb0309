using Confluent.Kafka;
using Portal.Tests.Kit;

namespace Portal.Tests.Interop;

/// <summary>Transactions by librdkafka, as an application has them.</summary>
[Collection(InteropSuite.Name)]
public sealed class TransactionTests(Clusters clusters)
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    [Theory, OnLocalCluster, OnRealKafka]
    public async Task Who_reads_only_what_is_committed_sees_no_aborted_record(string cluster)
    {
        using var client = new Client(await clusters.Bootstrap(cluster));
        var topic = await client.Topic(3);
        using var producer = Transactional(client, Client.NewName("id"));
        for (var round = 0; round < 6; round++)
        {
            producer.BeginTransaction();
            for (var number = 0; number < 50; number++)
            {
                producer.Produce(topic, new() { Key = $"{number}", Value = $"{round}" });
            }

            if (round % 2 == 0)
            {
                producer.CommitTransaction(Soon);
            }
            else
            {
                producer.Flush(Soon);
                producer.AbortTransaction(Soon);
            }
        }

        Read(client, topic, IsolationLevel.ReadCommitted, 150).ShouldBe([.. Rounds(0), .. Rounds(2), .. Rounds(4)]);
        Read(client, topic, IsolationLevel.ReadUncommitted, 300).Count.ShouldBe(300);

        static IEnumerable<string> Rounds(int round) => Enumerable.Repeat($"{round}", 50);
    }

    [Theory, OnLocalCluster, OnRealKafka]
    public async Task Two_transactions_at_once_on_one_partition_end_each_in_its_way(string cluster)
    {
        using var client = new Client(await clusters.Bootstrap(cluster));
        var topic = await client.Topic();
        using var kept = Transactional(client, Client.NewName("kept"));
        using var dropped = Transactional(client, Client.NewName("dropped"));
        kept.BeginTransaction();
        dropped.BeginTransaction();
        for (var number = 0; number < 20; number++)
        {
            await kept.ProduceAsync(topic, new() { Value = "kept" });
            await dropped.ProduceAsync(topic, new() { Value = "dropped" });
        }

        await client.Produce(topic, 1, with => with.EnableIdempotence = false);
        kept.CommitTransaction(Soon);
        dropped.AbortTransaction(Soon);

        var read = Read(client, topic, IsolationLevel.ReadCommitted, 21);
        read.ShouldBe([.. Enumerable.Repeat("kept", 20), "0"], ignoreOrder: true);
    }

    [Theory, OnLocalCluster, OnRealKafka]
    public async Task A_producer_whose_id_another_one_took_is_shut_out(string cluster)
    {
        using var client = new Client(await clusters.Bootstrap(cluster));
        var topic = await client.Topic();
        var id = Client.NewName("id");
        using var zombie = Transactional(client, id);
        zombie.BeginTransaction();
        await zombie.ProduceAsync(topic, new() { Value = "zombie" });

        using var successor = Transactional(client, id);
        var refused = Should.Throw<KafkaException>(() => zombie.CommitTransaction(Soon));
        successor.BeginTransaction();
        await successor.ProduceAsync(topic, new() { Value = "successor" });
        successor.CommitTransaction(Soon);

        refused.Error.IsFatal.ShouldBeTrue();
        Read(client, topic, IsolationLevel.ReadCommitted, 1).ShouldBe(["successor"]);
    }

    [Theory, OnLocalCluster, OnRealKafka]
    public async Task Consume_process_produce_commits_records_and_offsets_together(string cluster)
    {
        using var client = new Client(await clusters.Bootstrap(cluster));
        var (from, to, group) = (await client.Topic(2), await client.Topic(2), Client.NewName("group"));
        await client.Produce(from, 300);
        for (var incarnation = 0; incarnation < 3; incarnation++)
        {
            // Each begins where the last one committed, and leaves a transaction open that is aborted by the next.
            using var consumer = client.Consumer(group, with => with.IsolationLevel = IsolationLevel.ReadCommitted);
            using var producer = Transactional(client, group);
            consumer.Subscribe(from);
            for (var batch = 0; batch < 4; batch++)
            {
                producer.BeginTransaction();
                Copy(consumer, producer, to, 25);
                producer.SendOffsetsToTransaction(
                    consumer.Assignment.Select(each => new TopicPartitionOffset(each, consumer.Position(each))),
                    consumer.ConsumerGroupMetadata,
                    Soon
                );
                producer.CommitTransaction(Soon);
            }

            producer.BeginTransaction();
            await producer.ProduceAsync(to, new() { Value = "never" });
            consumer.Close();
        }

        using var last = Transactional(client, group);
        var read = Read(client, to, IsolationLevel.ReadCommitted, 300).Select(int.Parse);
        read.Order().ShouldBe(Enumerable.Range(0, 300));
    }

    private static void Copy(
        IConsumer<string, string> consumer,
        IProducer<string, string> producer,
        string to,
        int records
    )
    {
        for (var copied = 0; copied < records; )
        {
            var next = consumer.Consume(Soon) ?? throw new TimeoutException("Nothing came in time.");
            if (!next.IsPartitionEOF)
            {
                producer.Produce(to, next.Message);
                copied++;
            }
        }
    }

    private static IProducer<string, string> Transactional(Client client, string id)
    {
        var producer = client.Producer(with =>
            (with.TransactionalId, with.MessageTimeoutMs, with.TransactionTimeoutMs) = (id, 30_000, 60_000)
        );
        producer.InitTransactions(Soon);
        return producer;
    }

    /// <summary>The values up to the end; waits for as many as there are to be, because markers may come behind the answer.</summary>
    private static List<string> Read(Client client, string topic, IsolationLevel isolation, int atLeast)
    {
        var read = new List<string>();
        Deadline
            .Until(() =>
                (
                    read = [
                        .. client
                            .ReadAll(topic, with => with.IsolationLevel = isolation)
                            .OrderBy(record => record.Message.Timestamp.UnixTimestampMs)
                            .Select(record => record.Message.Value),
                    ]
                ).Count >= atLeast
            )
            .GetAwaiter()
            .GetResult();
        return read;
    }
}
