using Portal.Core;
using Portal.Core.Health;
using Portal.Core.Health.Snapshots;
using Portal.Core.Store;
using Portal.Tests.Kit;

namespace Portal.Tests.Collecting;

/// <summary>A process that keeps up reads only what was written since, and comes to the same as one that reads everything.</summary>
public sealed class KeepingUpTests
{
    [Fact]
    public async Task Who_reads_only_what_changed_sees_what_one_sees_who_reads_all()
    {
        await using var world = await CollectWorld.Create();
        var cluster = await world.Register("one");
        var fake = new FakeCluster(TimeProvider.System);
        fake.Topic("stays", 100, 200);
        fake.Topic("grows", 100);
        fake.Topic("leaves", 100);
        fake.Topic("again", 100);
        fake.Group("reader", "stays", [10, 20]);
        fake.Group("leaver", "leaves", [10]);
        var worker = await world.Worker(fake);
        await world.Seen(cluster, s => s.Topics.Count == 4 && s.Groups.Count == 2);
        var source = new SnapshotSource();
        (await Refresh(world, source, cluster)).Topics.Count.ShouldBe(4);

        fake.Topic("grows", 100, 50);
        fake.Remove("leaves");
        fake.RemoveGroup("leaver");
        fake.Remove("again");
        fake.Topic("again", 7, 8, 9);
        fake.Topic("new", 1);
        fake.Group("late", "new", [1]);
        await Deadline.Until(async () =>
            Words(await Refresh(world, source, cluster)) == "again 3, grows 2, new 1, stays 2 | late 1, reader 2"
        );

        await worker.StopAsync(CancellationToken.None);
        Words(await Refresh(world, source, cluster)).ShouldBe(Words(await world.Snapshot(cluster)));
        (await Refresh(world, source, cluster)).Topics["again"].TopicId.ShouldBe(fake.IdOf("again"));
    }

    [Fact]
    public async Task Rows_that_did_not_change_are_not_read_again()
    {
        await using var world = await CollectWorld.Create();
        var cluster = await world.Register("one");
        var fake = new FakeCluster(TimeProvider.System);
        fake.Topic("orders", 100);
        var worker = await world.Worker(fake);
        await world.Seen(cluster, s => s.Topics.Count == 1 && s.Topics["orders"].Bytes is not null);
        var source = new SnapshotSource();
        await Refresh(world, source, cluster);

        // Nobody tells of this, so only one who reads the row again sees it.
        await world.Execute("update seen_topic set bytes = 7");
        fake.Topic("new", 1);
        await Deadline.Until(async () => (await Refresh(world, source, cluster)).Topics.Count == 2);

        (await Refresh(world, source, cluster)).Topics["orders"].Bytes.ShouldNotBe(7);
        await worker.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task Partitions_that_did_not_change_are_held_once_by_both_snapshots()
    {
        await using var world = await CollectWorld.Create();
        var cluster = await world.Register("one");
        var fake = new FakeCluster(TimeProvider.System);
        fake.Topic("stays", 100, 200);
        fake.Topic("grows", 100, 100);
        fake.Group("reader", "stays", [100, 200]);
        await world.Worker(fake);
        var source = new SnapshotSource();
        var before = await Deadline.For(async () =>
            await Refresh(world, source, cluster) is var seen
            && seen.Topics.GetValueOrDefault("grows") is { ProducedPerSecond: 0 }
            && seen.Groups.GetValueOrDefault("reader") is { ConsumedPerSecond: 0 }
                ? seen
                : null
        );

        fake.Topic("grows", 100, 101);
        var after = await Deadline.For(async () =>
            await Refresh(world, source, cluster) is var seen && seen.Topics["grows"].Partitions[1].End == 101
                ? seen
                : null
        );

        (after.Topics["stays"].Partitions == before.Topics["stays"].Partitions).ShouldBeTrue();
        (after.Groups["reader"].Partitions == before.Groups["reader"].Partitions).ShouldBeTrue();
        after.Topics["grows"].Partitions[0].ShouldBeSameAs(before.Topics["grows"].Partitions[0]);
        after.Groups["reader"].AnsweredAt.ShouldBe(after.Collector.CycleAt);
        after.Groups["reader"].Partitions[0].AnsweredAt(after.Collector.CycleAt).ShouldBe(after.Collector.CycleAt);
    }

    private static async Task<ClusterSnapshot> Refresh(CollectWorld world, SnapshotSource source, ClusterId cluster)
    {
        await using var moment = await Moment.Of(world.Store, CancellationToken.None);
        var row = (await CollectorRow.Read(moment.Ask, cluster, CancellationToken.None)).Single();
        return await source.Refresh(moment.Ask, row, CancellationToken.None);
    }

    private static string Words(ClusterSnapshot seen) =>
        $"{string.Join(", ", seen.Topics.Values.Select(t => $"{t.Name} {t.Partitions.Length}"))} | {string.Join(", ", seen.Groups.Values.Select(g => $"{g.Name} {g.Partitions.Length}"))}";
}
