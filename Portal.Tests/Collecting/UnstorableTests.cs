using System.Collections.Immutable;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Portal.Core;
using Portal.Core.Health;
using Portal.Core.Store;
using Portal.Engines.Collecting;
using Portal.Tests.Kit;
using Portal.Workers.Collecting;

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

        var log = new LogLines<CollectingWorker>();
        await world.Worker(fake, log: log);

        var seen = await world.Seen(
            cluster,
            s =>
                s.Groups.Count == 2
                && s.Collector.Complaint is not null
                && s.Topics.GetValueOrDefault("orders") is { Bytes: 30_000 }
        );
        seen.Groups.Keys.ShouldBe(["a", "z"]);
        seen.Groups["z"].Lag.ShouldBe(Amount.Of(60));
        seen.Topics.Keys.ShouldBe(["orders"]);
        seen.Collector.Complaint!.ShouldContain("Not stored: bad\\u0000topic");
        seen.Collector.Complaint!.ShouldContain("And 2 more");

        // Its size is read with that of the other, or before it.
        fake.Topic("bad\0topic", 200);
        fake.Topic("orders", 200);
        await world.Seen(cluster, s => s.Topics["orders"].Bytes == 60_000);

        // It goes on, also when they leave.
        fake.RemoveGroup("bad\0group");
        fake.RemoveGroup("a");
        await world.Seen(cluster, s => s.Groups.Count == 1 && s.Version > seen.Version + 3);

        fake.RemoveGroup(OddGroups.Long);
        fake.Remove("bad\0topic");
        await world.Seen(cluster, s => s.Collector is { Complaint: null, UnknownPartitions: 0, WholeAt: not null });
        log.All.ShouldNotContain(line => line.Contains("begins again", StringComparison.Ordinal));
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

    [Fact]
    public async Task A_store_that_fails_its_collector_is_a_warning_without_a_stack_until_it_is_known_to_be_silent()
    {
        await using var silent = NpgsqlDataSource.Create("Host=127.0.0.1;Port=1");
        using var watch = new StoreWatch(silent, TimeProvider.System, NullLogger<StoreWatch>.Instance);
        using var stop = new CancellationTokenSource();
        var log = new LogLines<CollectingWorker>();
        var loop = new CollectorLoop(
            new ClusterId(1),
            new CollectorLease(silent, "somebody", TimeSpan.FromSeconds(2)),
            watch,
            _ => throw new InvalidOperationException("It has no lease."),
            TimeProvider.System,
            CollectWorld.Fast,
            log
        ).Run(stop.Token);

        await Deadline.Until(() => log.Warnings.Count > 1);
        watch.Met(new NpgsqlException("Nobody answers."));
        // One that failed just before is logged meanwhile.
        await TriesAgain();
        var warnings = log.Warnings.Count;
        await TriesAgain();

        log.Warnings.Count.ShouldBe(warnings);
        log.All.ShouldAllBe(line =>
            line.StartsWith("Collecting cluster 1 failed and begins again: ", StringComparison.Ordinal)
        );
        log.Stacks.ShouldBeEmpty();
        await stop.CancelAsync();
        await loop;

        Task TriesAgain()
        {
            var lines = log.All.Count;
            return Deadline.Until(() => log.All.Count > lines);
        }
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
