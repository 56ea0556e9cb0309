using System.Collections.Immutable;
using Portal.Core.Health;
using Portal.Engines.Collecting;
using Portal.Tests.Kit;

namespace Portal.Tests.Collecting;

/// <summary>What the store won't have, should an adapter let it through, and what else ends a collector.</summary>
public sealed class UnstorableTests
{
    [Fact]
    public async Task One_bad_row_keeps_nothing_else_from_being_seen_and_the_cluster_says_which_until_it_is_gone()
    {
        await using var world = await CollectWorld.Create();
        var cluster = await world.Register("one");
        var fake = new FakeCluster(TimeProvider.System);
        fake.Topic("orders", 100);
        fake.Topic("bad\0topic", 100);
        foreach (var group in new[] { "a", "bad\0group", OddGroups.Long, "z" })
        {
            fake.Group(group, "orders", [40]);
        }

        await world.Worker(fake);

        var seen = await world.Seen(cluster, s => s.Groups.Count == 2 && s.Collector.Complaint is not null);
        seen.Groups.Keys.ShouldBe(["a", "z"]);
        seen.Groups["z"].Lag.ShouldBe(Amount.Of(60));
        seen.Topics.Keys.ShouldBe(["orders"]);
        seen.Collector.Complaint!.ShouldContain("Not stored: bad\\u0000topic");
        seen.Collector.Complaint!.ShouldContain("And 2 more");

        // It goes on, also when they leave.
        fake.RemoveGroup("bad\0group");
        fake.RemoveGroup("a");
        await world.Seen(cluster, s => s.Groups.Count == 1 && s.Version > seen.Version + 3);

        fake.RemoveGroup(OddGroups.Long);
        fake.Remove("bad\0topic");
        await world.Seen(cluster, s => s.Collector is { Complaint: null, UnknownPartitions: 0, WholeAt: not null });
    }

    [Fact]
    public async Task A_collector_that_fails_says_why_on_its_cluster_and_no_longer_once_it_goes_on()
    {
        await using var world = await CollectWorld.Create();
        var cluster = await world.Register("one");
        var fake = new FailingCluster();
        fake.Topic("orders", 100);
        await world.Worker(fake);
        await world.Seen(cluster, s => s.Topics.Count == 1);
        using var health = new ClusterHealth(world.Store, TimeProvider.System, new LogLines<ClusterHealth>());
        await health.StartAsync(CancellationToken.None);

        fake.Fails = true;

        await Deadline.Until(() =>
            health.Current.GetValueOrDefault(cluster)?.Collector.Complaint == "Collecting failed: No such day."
        );
        fake.Fails = false;
        await Deadline.Until(() => health.Current[cluster].Collector.Complaint is null);
        await health.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task A_view_that_fails_in_a_way_nobody_foresaw_leaves_the_cycle_alone()
    {
        await using var world = await CollectWorld.Create();
        var cluster = await world.Register("one");
        var fake = new FailingCluster { FailsAtMembers = true };
        fake.Topic("orders", 100);
        fake.Group("billing", "orders", [40]);
        await world.Worker(fake);

        var seen = await world.Seen(cluster, s => s.Groups.Count == 1 && s.Collector.Complaint is not null);

        seen.Collector.Complaint.ShouldBe("Group members: No such day.");
        await world.Seen(cluster, s => s.Version > seen.Version + 3 && s.Groups["billing"].Lag == Amount.Of(60));
    }

    private sealed class FailingCluster() : FakeCluster(TimeProvider.System), ICollectedCluster, ICollectedClusters
    {
        public bool Fails { get; set; }
        public bool FailsAtMembers { get; init; }

        public override Task<ClusterReading> Read(TimeSpan within, CancellationToken stop) =>
            Fails ? throw new InvalidOperationException("No such day.") : base.Read(within, stop);

        Task<IReadOnlyDictionary<string, ImmutableArray<GroupMember>>> ICollectedCluster.Members(
            CancellationToken stop
        ) =>
            FailsAtMembers
                ? Task.FromException<IReadOnlyDictionary<string, ImmutableArray<GroupMember>>>(
                    new InvalidOperationException("No such day.")
                )
                : Members(stop);
    }
}
