using Portal.Core;
using Portal.Core.Clusters;
using Portal.Core.Health;
using Portal.Engines.Collecting;
using Portal.Tests.Kit;
using Portal.Workers.Collecting;

namespace Portal.Tests.Collecting;

public sealed class CollectorTests
{
    [Fact]
    public async Task Lag_is_end_minus_committed_partition_by_partition()
    {
        await using var world = await CollectWorld.Create();
        var cluster = await world.Register("one");
        var fake = new FakeCluster(TimeProvider.System);
        fake.Topic("orders", 100, 200, 300);
        fake.Group("billing", "orders", [100, 150, null]);
        await world.Worker(fake);

        var seen = await world.Seen(cluster, s => s.Groups.Count == 1 && s.Topics["orders"].Bytes is not null);

        var billing = seen.Groups["billing"];
        billing.Lag.Value.ShouldBe(50);
        billing.Type.ShouldBe(GroupType.Classic);
        billing
            .Partitions.OrderBy(p => p.Partition)
            .Select(p => (p.Partition, p.Committed, p.End, p.Lag.Value))
            .ShouldBe([(0, 100, 100, 0), (1, 150, 200, 50)]);
        var orders = seen.Topics["orders"];
        orders.Readers.ShouldBe(["billing"]);
        orders.Partitions.Select(p => (p.End, p.Leader, p.InSync)).ShouldBe([(100, 1, 3), (200, 1, 3), (300, 1, 3)]);
        orders.Configs.ShouldContainKey("retention.ms");
        orders.Bytes.ShouldBe(600 * 300);
        seen.Collector.Requests.ShouldBe(4);
        seen.Brokers.ShouldHaveSingleItem().Answers.ShouldBeTrue();
    }

    [Fact]
    public async Task How_long_brokers_let_a_transaction_be_open_is_kept_with_its_time_and_forgotten_where_they_show_it_no_more()
    {
        await using var world = await CollectWorld.Create();
        var cluster = await world.Register("one");
        var fake = new FakeCluster(TimeProvider.System) { LongestTransaction = TimeSpan.FromMinutes(1) };
        await world.Worker(fake);

        await Deadline.Until(async () => await Limit("longest_transaction_ms") is 60_000L);
        (await Limit("longest_transaction_at")).ShouldBeOfType<DateTime>();
        fake.LongestTransaction = null;
        await Deadline.Until(async () => await Limit("longest_transaction_ms") is DBNull);

        Task<object?> Limit(string column) =>
            world.Scalar<object>($"select {column} from collector where cluster_id = {cluster.Value}");
    }

    [Fact]
    public async Task The_version_of_a_cluster_follows_an_upgrade_and_is_written_only_where_it_changed()
    {
        await using var world = await CollectWorld.Create();
        var cluster = await world.Register("one");
        var fake = new FakeCluster(TimeProvider.System) { Release = new("4.2", "KRaft") };
        await world.Worker(fake);

        await Deadline.Until(async () => await Row("version || ', ' || controller_kind") == "4.2, KRaft");
        var (written, read) = (await Row("xmin::text"), fake.Releases);
        await Deadline.Until(() => fake.Releases > read + 2);
        (await Row("xmin::text")).ShouldBe(written);

        fake.Release = new("4.3", null);
        await Deadline.Until(async () => await Row("version || coalesce(controller_kind, '')") == "4.3");
        fake.Down = "Nobody answers.";
        await world.Seen(cluster, s => s.Collector.Complaint is not null);
        (await Row("version")).ShouldBe("4.3");

        Task<string?> Row(string columns) =>
            world.Scalar<string>($"select {columns} from cluster where id = {cluster.Value}");
    }

    [Fact]
    public async Task A_cluster_that_falls_silent_is_unknown_with_the_time_of_its_last_answer()
    {
        await using var world = await CollectWorld.Create();
        var cluster = await world.Register("one");
        var fake = new FakeCluster(TimeProvider.System);
        fake.Topic("orders", 100);
        fake.Group("billing", "orders", [40]);
        await world.Worker(fake);
        var before = await world.Seen(
            cluster,
            s => s.Groups.TryGetValue("billing", out var g) && g.Lag == Amount.Of(60)
        );

        fake.Down = "Nobody answers.";
        var silent = await world.Seen(cluster, s => s.Collector.Complaint is not null);
        var later = await world.Seen(cluster, s => s.Version > silent.Version + 2);

        var billing = later.Groups["billing"];
        billing.Status.ShouldBe(LagStatus.Unknown);
        billing.Lag.ShouldBe(Amount.Unknown);
        billing.AnsweredAt!.Value.ShouldBeLessThan(later.Collector.CycleAt!.Value);
        billing.AnsweredAt!.Value.ShouldBeGreaterThanOrEqualTo(before.Collector.CycleAt!.Value.AddSeconds(-1));
        billing.Partitions[0].Committed.ShouldBe(40);
        later.Topics["orders"].Status.ShouldBe(LagStatus.Unknown);
        later.Collector.Complaint.ShouldBe("Nobody answers.");
        later.Collector.UnknownPartitions.ShouldBe(1);

        fake.Down = null;
        await world.Seen(cluster, s => s.Groups["billing"].Lag == Amount.Of(60) && s.Collector.Complaint is null);
    }

    [Fact]
    public async Task A_partition_without_a_leader_makes_the_sum_at_least_and_the_group_unknown()
    {
        await using var world = await CollectWorld.Create();
        var cluster = await world.Register("one");
        var fake = new FakeCluster(TimeProvider.System);
        fake.Topic("orders", 100, 100);
        fake.Group("billing", "orders", [100, 100]);
        await world.Worker(fake);
        await world.Seen(cluster, s => s.Groups.Count == 1 && s.Groups["billing"].Status == LagStatus.Ok);

        fake.Leaderless.Add(("orders", 1));

        var seen = await world.Seen(cluster, s => s.Groups["billing"].Status == LagStatus.Unknown);
        seen.Groups["billing"].Lag.ShouldBe(new Amount(0, AtLeast: true));
        seen.Groups["billing"].Reason.ShouldContain("on 1 of the 2 partitions it reads");
        seen.Topics["orders"].Partitions[1].Leader.ShouldBeNull();
    }

    [Fact]
    public async Task What_vanished_without_an_error_is_unknown_and_what_is_gone_by_error_is_gone()
    {
        await using var world = await CollectWorld.Create();
        var cluster = await world.Register("one");
        var fake = new FakeCluster(TimeProvider.System);
        fake.Topic("hidden", 100);
        fake.Topic("deleted", 100);
        fake.Group("reader", "hidden", [10]);
        fake.Group("secret", "deleted", [10]);
        fake.Group("leaver", "deleted", [10]);
        await world.Worker(fake);
        await world.Seen(cluster, s => s.Groups.Count == 3);

        fake.HiddenTopics.Add("hidden");
        fake.HiddenGroups.Add("secret");
        fake.Remove("deleted");
        fake.RemoveGroup("leaver");

        var seen = await world.Seen(cluster, s => !s.Topics.ContainsKey("deleted") && !s.Groups.ContainsKey("leaver"));
        seen.Topics["hidden"].Status.ShouldBe(LagStatus.Unknown);
        seen.Groups["reader"].Status.ShouldBe(LagStatus.Unknown);
        seen.Groups["reader"].Lag.ShouldBe(Amount.Unknown);
        seen.Groups.ShouldContainKey("secret");
        (await world.Scalar<long>("select count(*) from incarnation where gone_at is not null")).ShouldBe(1);
    }

    [Fact]
    public async Task A_topic_that_was_reported_as_missing_stays_when_the_next_reading_has_it()
    {
        var fake = new FakeCluster(TimeProvider.System);
        fake.Topic("orders", 100);
        var state = new CollectorState(new LagLimits(TimeSpan.FromSeconds(10)));
        var whole = await fake.Read(TimeSpan.FromSeconds(1), CancellationToken.None);
        state.Take(whole, new CollectorChanges());
        var orders = state.Topics.Values.ShouldHaveSingleItem();
        orders.Incarnation = 1;
        state.Take(whole with { Topics = [] }, new CollectorChanges());
        fake.Remove("orders");
        var query = new DisappearanceProbe(fake, state, TimeProvider.System).AskTopics().ShouldNotBeNull();
        var changes = new CollectorChanges();
        (await query(CancellationToken.None))(state, changes);
        changes.GoneTopics.ShouldHaveSingleItem().ShouldBe(orders);

        state.Take(whole, changes);

        changes.GoneTopics.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_topic_made_again_under_its_name_is_another_incarnation()
    {
        await using var world = await CollectWorld.Create();
        var cluster = await world.Register("one");
        var fake = new FakeCluster(TimeProvider.System);
        fake.Topic("orders", 5000);
        fake.Group("billing", "orders", [4000]);
        await world.Worker(fake);
        await world.Seen(cluster, s => s.Groups.Count == 1);

        fake.Remove("orders");
        fake.Topic("orders", 10);
        fake.Group("billing", "orders", [10]);

        var seen = await world.Seen(
            cluster,
            s => s.Topics.TryGetValue("orders", out var t) && t.TopicId == fake.IdOf("orders")
        );
        (await world.Seen(cluster, s => s.Groups["billing"].Partitions.Length == 1))
            .Groups["billing"]
            .Lag.ShouldBe(Amount.Of(0));
        seen.Topics.Count.ShouldBe(1);
        (await world.Scalar<long>("select count(*) from incarnation")).ShouldBe(2);
    }

    [Fact]
    public async Task A_sick_cluster_delays_nobody_else()
    {
        await using var world = await CollectWorld.Create();
        var (sick, well) = (await world.Register("sick"), await world.Register("well"));
        var fake = new FakeCluster(TimeProvider.System);
        fake.Topic("orders", 100);
        await world.Worker(new OneHangs(sick, fake));

        var seen = await world.Seen(well, s => s.Topics.Count == 1);
        await world.Seen(well, s => s.Version > seen.Version + 5);
        (await world.Snapshot(sick)).Topics.ShouldBeEmpty();
    }

    [Fact]
    public async Task Another_cluster_at_the_same_address_is_not_taken_in()
    {
        await using var world = await CollectWorld.Create();
        var cluster = await world.Register("one", "engine-0");
        var fake = new FakeCluster(TimeProvider.System);
        fake.Topic("orders", 100);
        await world.Worker(fake);

        var seen = await world.Seen(cluster, s => s.Collector.Complaint is not null);

        seen.Topics.ShouldBeEmpty();
        seen.Collector.Complaint!.ShouldContain("Another cluster answers");
    }

    [Fact]
    public async Task Where_nothing_changes_only_packs_are_written()
    {
        await using var world = await CollectWorld.Create();
        var cluster = await world.Register("one");
        var fake = new FakeCluster(TimeProvider.System);
        fake.Topic("orders", 100, 200);
        fake.Group("billing", "orders", [100, 200]);
        await world.Worker(fake);
        var calm = await world.Seen(
            cluster,
            s => s.Groups.Count == 1 && s.Groups["billing"].Members == 1 && s.Topics["orders"].Bytes > 0
        );
        var before = await Marks(world);
        await world.Seen(cluster, s => s.Version > calm.Version + 8);

        (await Marks(world)).ShouldBe(before);
    }

    [Fact]
    public async Task Only_transaction_markers_left_is_no_lag()
    {
        await using var world = await CollectWorld.Create();
        var cluster = await world.Register("one");
        var fake = new FakeCluster(TimeProvider.System);
        fake.Topic("orders", 101);
        fake.Group("billing", "orders", [100]);
        fake.Lying[(fake.IdOf("orders"), 0, 100)] = new Peek(null, OnlyMarkers: true);
        await world.Worker(fake);

        var seen = await world.Seen(cluster, s => s.Groups.Count == 1 && s.Groups["billing"].Status == LagStatus.Ok);
        seen.Groups["billing"].Behind.ShouldBe(TimeLag.None);
    }

    [Fact]
    public async Task A_small_lag_that_may_not_be_looked_at_is_no_stop_and_says_what_to_grant()
    {
        await using var world = await CollectWorld.Create();
        var cluster = await world.Register("one");
        var fake = new FakeCluster(TimeProvider.System);
        fake.Topic("orders", 101);
        fake.Group("billing", "orders", [100]);
        fake.Lying[(fake.IdOf("orders"), 0, 100)] = new Peek(null, OnlyMarkers: false) { IsRefused = true };
        await world.Worker(fake);

        var seen = await world.Seen(
            cluster,
            s => s.Groups.Count == 1 && s.Groups["billing"].Reason.StartsWith("Whether", StringComparison.Ordinal)
        );
        var billing = seen.Groups["billing"];
        (billing.Status, billing.Lag, billing.Behind).ShouldBe((LagStatus.Unknown, Amount.Of(1), TimeLag.Unknown));
        billing.Reason.ShouldBe(
            "Whether it has stopped is unknown: what is unread may be only transaction markers or aborted records. The portal's user needs the permission Read on orders to see which."
        );
    }

    [Fact]
    public async Task While_nobody_collects_everything_is_unknown_with_its_age()
    {
        await using var world = await CollectWorld.Create();
        var cluster = await world.Register("one");
        var fake = new FakeCluster(TimeProvider.System);
        fake.Topic("orders", 100);
        fake.Group("billing", "orders", [100]);
        var worker = await world.Worker(fake);
        await world.Seen(
            cluster,
            s =>
                s.Groups.Count == 1
                && s.Groups["billing"] is { Status: LagStatus.Ok, ConsumedPerSecond: 0 }
                && s.Topics["orders"].ProducedPerSecond == 0
        );
        await worker.StopAsync(CancellationToken.None);

        await world.Execute("update snapshot_version set changed_at = changed_at - interval '5 minutes'");

        var seen = await world.Snapshot(cluster);
        seen.Groups["billing"].Status.ShouldBe(LagStatus.Unknown);
        seen.Groups["billing"].Lag.ShouldBe(Amount.Unknown);
        seen.Groups["billing"].Reason.ShouldStartWith("Its lag is unknown, last seen 5\u00A0min");
        seen.Topics["orders"].Status.ShouldBe(LagStatus.Unknown);
        seen.Collector.Complaint!.ShouldStartWith("Nobody has collected this cluster for 5\u00A0min");
        seen.Topics["orders"].ProducedPerSecond.ShouldBeNull();
        seen.Topics["orders"].ConsumedPerSecond.ShouldBeNull();
        seen.Topics["orders"].Rate.Values[^1].ShouldBeNull();
        seen.Groups["billing"].ProducedPerSecond.ShouldBeNull();
        seen.Groups["billing"].ConsumedPerSecond.ShouldBeNull();
        seen.Brokers.ShouldAllBe(b => !b.Answers);
    }

    private static Task<string?> Marks(CollectWorld world) =>
        world.Scalar<string>(
            """
            select string_agg(x, ' ' order by x) from (
                select 't' || xmin::text as x from seen_topic union all select 'g' || xmin::text from seen_group
                union all select 's' || xmin::text from series union all select 'i' || xmin::text from incarnation
                union all select 'c' || structure::text from collector) as all_rows
            """
        );

    private sealed class OneHangs(ClusterId sick, FakeCluster well) : ICollectedClusters
    {
        public ICollectedCluster Of(ClusterId cluster) =>
            cluster == sick ? new HangingCluster(TimeProvider.System) : well;
    }
}
