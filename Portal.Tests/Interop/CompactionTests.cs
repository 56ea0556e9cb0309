using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Portal.Kafka.Records;
using Portal.Tests.Kit;
using Portal.Tests.LocalCluster;

namespace Portal.Tests.Interop;

/// <summary>What compaction leaves, as clients see it.</summary>
[Collection(InteropSuite.Name)]
public sealed class CompactionTests(Clusters clusters)
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    [Theory, OnLocalCluster, OnRealKafka]
    public async Task Of_each_key_the_latest_record_stays_at_its_offset_whatever_the_codec(string cluster)
    {
        using var client = new Client(await clusters.Bootstrap(cluster));
        foreach (var codec in Enum.GetValues<CompressionType>())
        {
            // Never all of it is new, so it isn't compacted yet.
            var world = await CompactionWorld.Create(client, ("min.cleanable.dirty.ratio", "1"));
            for (var generation = 0; generation < 4; generation++)
            {
                // Together in one batch each, so that only parts of batches are left.
                await world.Write(
                    with => (with.CompressionType, with.LingerMs, with.EnableIdempotence) = (codec, 200, false),
                    [
                        .. Enumerable
                            .Range(0, 20)
                            .Where(key => key % (generation + 1) == 0)
                            .Select(key => ($"k{key}", (string?)$"{generation}-ü-{new string('x', 100)}")),
                    ]
                );
            }

            var before = world.Read();
            await world.Close();
            await world.Set("min.cleanable.dirty.ratio", "0.001");
            var latest = before.GroupBy(record => record.Message.Key).Select(same => same.Last());
            var expected = latest.OrderBy(record => record.Offset.Value).ToList();

            await world.Leaves([.. expected.Select(CompactionWorld.Text), "end=end"]);

            var after = world.Read().SkipLast(1).ToList();
            after.Select(Whole).ShouldBe(expected.Select(Whole), $"{codec}");
            (await world.Offset(OffsetSpec.Earliest())).ShouldBe(0);
            (await world.Offset(OffsetSpec.Latest())).ShouldBe(before.Count + 1);
        }

        static string Whole(ConsumeResult<string, string> record) =>
            $"{record.Offset.Value} {record.Message.Timestamp.UnixTimestampMs} {CompactionWorld.Text(record)} "
            + string.Join(',', record.Message.Headers.Select(each => $"{each.Key}:{each.GetValueBytes().Length}"));
    }

    [Theory, OnLocalCluster, OnRealKafka]
    public async Task A_compacted_topic_is_read_from_any_offset_and_found_by_any_time(string cluster)
    {
        using var client = new Client(await clusters.Bootstrap(cluster));
        var world = await CompactionWorld.Create(client);
        await world.Write(("a", "1"), ("b", "1"), ("c", "1"), ("d", "1"));
        await world.Write(("a", "2"), ("b", "2"));
        await world.Write(("a", "3"), ("x", "1"));
        await world.Write(("a", "4"), ("d", "2"));
        await world.Close();

        await world.Leaves("c=1", "b=2", "x=1", "a=4", "d=2", "end=end");

        var left = world.Read();
        using (var consumer = client.Consumer(Client.NewName("reader")))
        {
            for (var from = 0; from <= 10; from++)
            {
                var first = left.First(record => record.Offset.Value >= from);
                world.First(consumer, from)!.Offset.Value.ShouldBe(first.Offset.Value, $"from {from}");
            }
        }

        for (var generation = 0; generation < 5; generation++)
        {
            for (var later = -1; later <= 4; later++)
            {
                var time = world.TimeOf(generation) + later;
                var first = left.FirstOrDefault(record => record.Message.Timestamp.UnixTimestampMs >= time);
                var found = await world.Offset(OffsetSpec.ForTimestamp(time));
                found.ShouldBe(first?.Offset.Value ?? -1, $"{generation} + {later}");
            }
        }

        (await world.Offset(OffsetSpec.MaxTimestamp())).ShouldBe(10);
    }

    [Theory, OnLocalCluster, OnRealKafka]
    public async Task A_tombstone_outlives_its_key_s_records_by_delete_retention_ms(string cluster)
    {
        using var client = new Client(await clusters.Bootstrap(cluster));
        var kept = await CompactionWorld.Create(client);
        var dropped = await CompactionWorld.Create(client, ("delete.retention.ms", "0"));
        foreach (var world in new[] { kept, dropped })
        {
            await world.Write(("a", "1"), ("b", "1"));
            await world.Write(("a", null), ("c", "1"));
            await world.Close();
            // The first time the record goes, and the time of its tombstone begins.
            await world.Leaves("b=1", "a", "c=1", "end=end");
            await world.Write(("c", "2"));
            await world.Close();
        }

        await dropped.Leaves("b=1", "end=end", "c=2", "end=end");
        await kept.Leaves("b=1", "a", "end=end", "c=2", "end=end");
    }

    [Theory, OnLocalCluster, OnRealKafka]
    public async Task What_is_too_young_or_too_little_stays_and_what_is_too_old_does_not(string cluster)
    {
        using var client = new Client(await clusters.Bootstrap(cluster));
        var young = await CompactionWorld.Create(client, ("min.compaction.lag.ms", "86400000"));
        var little = await CompactionWorld.Create(client, ("min.cleanable.dirty.ratio", "1"));
        var old = await CompactionWorld.Create(
            client,
            ("min.cleanable.dirty.ratio", "1"),
            ("max.compaction.lag.ms", "60000")
        );
        foreach (var world in new[] { young, little, old })
        {
            await world.Write(("a", "1"));
            await world.Write(("a", "2"));
            await world.Close();
        }

        await old.Leaves("a=2", "end=end");
        await young.Leaves("a=1", "a=2", "end=end");
        await little.Leaves("a=1", "a=2", "end=end");
    }

    [Theory, OnLocalCluster, OnRealKafka]
    public async Task What_was_aborted_goes_and_what_is_undecided_stays(string cluster)
    {
        using var client = new Client(await clusters.Bootstrap(cluster));
        await using var raw = new RawTransactions(await clusters.Bootstrap(cluster));
        var world = await CompactionWorld.Create(client, TimeSpan.Zero, ("delete.retention.ms", "0"));
        using var producer = Transactional(client);
        await Transaction(world, producer, commit: true, ("a", "1"), ("b", "1"));
        await Transaction(world, producer, commit: false, ("a", "aborted"), ("c", "aborted"));
        await Transaction(world, producer, commit: true, ("b", "2"));
        await world.Close();

        await world.Leaves("a=1", "b=2", "end=end");
        world.Read(ReadUncommitted).Select(CompactionWorld.Text).ShouldBe(["a=1", "b=2", "end=end"]);

        using var hanging = Transactional(client);
        hanging.BeginTransaction();
        await world.Write(hanging, ("a", "undecided"));
        await Transaction(world, producer, commit: true, ("b", "3"));
        await world.Close();
        await world.Close();
        world.Read(ReadUncommitted).Select(CompactionWorld.Text).ShouldContain("b=2");
        hanging.CommitTransaction(Soon);
        await world.Close();

        await world.Leaves("a=undecided", "b=3", "end=end", "end=end");
        // The markers of transactions without records go too, in the end: those that stay end what is left.
        await Deadline.Until(
            async () =>
            {
                await world.Close();
                return Aborts(await raw.Fetch(world.Topic, 0, committed: false)) == 0;
            },
            Soon
        );
        var read = await raw.Fetch(world.Topic, 0, committed: true);
        read.AbortedTransactions!.ShouldBeEmpty();
    }

    [Theory, OnLocalCluster, OnRealKafka]
    public async Task The_last_batch_of_a_producer_stays_even_without_a_record(string cluster)
    {
        using var client = new Client(await clusters.Bootstrap(cluster));
        await using var raw = new RawTransactions(await clusters.Bootstrap(cluster));
        var world = await CompactionWorld.Create(client);
        await world.Write(with => with.EnableIdempotence = true, ("a", "1"), ("b", "1"));
        await world.Write(("a", "2"), ("b", "2"));
        await world.Close();

        await world.Leaves("a=2", "b=2", "end=end");

        var batches = Batches.In((await raw.Fetch(world.Topic, 0, committed: false)).Records!.Value).ToList();
        var last = batches.Single(batch => batch.ProducerId >= 0);
        (last.Count, last.LastOffset, last.LastSequence, last.CrcHolds).ShouldBe((0, 1, 1, true));
    }

    [Theory, OnLocalCluster, OnRealKafka]
    public async Task A_topic_that_is_compacted_and_deleted_loses_what_is_too_old_altogether(string cluster)
    {
        using var client = new Client(await clusters.Bootstrap(cluster));
        var world = await CompactionWorld.Create(
            client,
            ("cleanup.policy", "compact,delete"),
            ("retention.ms", $"{TimeSpan.FromDays(1).TotalMilliseconds}")
        );
        await world.Write(("a", "1"), ("b", "1"));
        await world.Write(("a", "2"));
        await world.Close();
        await world.Leaves("b=1", "a=2", "end=end");

        await world.Set("retention.ms", "1000");

        await world.Leaves();
        (await world.Offset(OffsetSpec.Earliest())).ShouldBe(4);
    }

    private static int Aborts(Portal.Kafka.Messages.FetchResponse.Partition read) =>
        Batches
            .In(read.Records!.Value)
            .Count(batch => batch.IsControl && !Portal.LocalCluster.Log.ControlBatch.IsCommit(batch.Bytes));

    private static void ReadUncommitted(ConsumerConfig with) => with.IsolationLevel = IsolationLevel.ReadUncommitted;

    private static IProducer<string, string> Transactional(Client client)
    {
        var producer = client.Producer(with =>
            (with.TransactionalId, with.MessageTimeoutMs, with.TransactionTimeoutMs) = (
                Client.NewName("id"),
                30_000,
                60_000
            )
        );
        producer.InitTransactions(Soon);
        return producer;
    }

    private static async Task Transaction(
        CompactionWorld world,
        IProducer<string, string> producer,
        bool commit,
        params (string Key, string? Value)[] records
    )
    {
        producer.BeginTransaction();
        await world.Write(producer, records);
        if (commit)
        {
            producer.CommitTransaction(Soon);
        }
        else
        {
            producer.AbortTransaction(Soon);
        }
    }
}
