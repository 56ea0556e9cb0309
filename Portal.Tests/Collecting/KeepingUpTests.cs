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
    public async Task Of_a_topic_whose_size_alone_moved_only_that_is_read_again()
    {
        await using var world = await CollectWorld.Create();
        var cluster = await world.Register("one");
        var fake = new FakeCluster(TimeProvider.System);
        fake.Topic("orders", 100);
        var worker = await world.Worker(fake);
        await world.Seen(cluster, s => s.Topics.GetValueOrDefault("orders") is { Bytes: 30_000, Configs.Count: 1 });
        var source = new SnapshotSource();
        await Refresh(world, source, cluster);
        var structure = await world.Scalar<long>("select structure from collector");

        fake.Topic("orders", 200);
        await Deadline.Until(async () => (await Refresh(world, source, cluster)).Topics["orders"].Bytes == 60_000);
        await worker.StopAsync(CancellationToken.None);
        // Whoever reads the settings fails.
        await world.Execute(
            """
            update collector set sizes = sizes + 1;
            update seen_topic set bytes = 7, configs = '"unreadable"', sizes = (select sizes from collector);
            """
        );

        var orders = (await Refresh(world, source, cluster)).Topics["orders"];
        orders.Bytes.ShouldBe(7);
        orders.Configs.Count.ShouldBe(1);
        (await world.Scalar<long>("select structure from collector")).ShouldBe(structure);
    }

    [Fact]
    public async Task Of_members_only_those_of_groups_where_they_changed_are_read_again()
    {
        await using var world = await CollectWorld.Create();
        var cluster = await world.Register("one");
        var source = await Members(world, cluster);

        // Whoever reads those of the other group fails. The row that changes is written as workers of the version before write it.
        await world.Execute(
            """
            alter table seen_members disable trigger user;
            update seen_members set members = '"unreadable"' where group_name = 'idle';
            alter table seen_members enable trigger user;
            update seen_members set members = '[]' where group_name = 'billing';
            update collector set membership = membership + 1;
            """
        );

        var seen = await Refresh(world, source, cluster);
        seen.Groups["billing"].Membership!.Members.ShouldBeEmpty();
        seen.Groups["idle"].Membership!.Members.Length.ShouldBe(1);
    }

    [Fact]
    public async Task A_group_that_is_another_under_the_same_name_has_none_of_the_members_before()
    {
        await using var world = await CollectWorld.Create();
        var cluster = await world.Register("one");
        var source = await Members(world, cluster);

        // Gone and there again while nobody read.
        await world.Execute(
            """
            delete from seen_members where group_name = 'billing';
            update collector set structure = structure + 1;
            update seen_group set first_seen_at = now(), structure = (select structure from collector) where name = 'billing';
            """
        );

        var seen = await Refresh(world, source, cluster);
        seen.Groups["billing"].Membership.ShouldBeNull();
        seen.Groups["idle"].Membership.ShouldNotBeNull();
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

    /// <summary>Two groups with a member each, that nobody collects any more.</summary>
    /// <returns>Who has read them.</returns>
    private static async Task<SnapshotSource> Members(CollectWorld world, ClusterId cluster)
    {
        var fake = new FakeCluster(TimeProvider.System);
        fake.Topic("orders", 100);
        fake.Group("billing", "orders", [10]);
        fake.Group("idle", "orders", [10]);
        var worker = await world.Worker(fake);
        await world.Seen(
            cluster,
            s => s.Groups.Count == 2 && s.Groups.Values.All(g => g.Membership?.Members.Length == 1)
        );
        await worker.StopAsync(CancellationToken.None);
        var source = new SnapshotSource();
        await Refresh(world, source, cluster);
        return source;
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
