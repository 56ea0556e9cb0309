using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Portal.Core.Health;
using Portal.Core.Store;
using Portal.Engines.Collecting;
using Portal.Tests.Kit;
using Portal.Workers.Collecting;

namespace Portal.Tests.Collecting;

public sealed class TwoWorkersTests(PostgresDatabase database) : IClassFixture<PostgresDatabase>
{
    [Fact]
    public async Task Of_two_workers_one_collects_and_the_other_takes_over_when_it_stops()
    {
        await using var world = await CollectWorld.Create();
        var cluster = await world.Register("one");
        var (first, second) = (new FakeCluster(TimeProvider.System), new FakeCluster(TimeProvider.System));
        first.Topic("orders", 100);
        second.Topic("payments", 100);
        var worker = await world.Worker(first);
        await world.Seen(cluster, s => s.Topics.ContainsKey("orders"));
        await world.Worker(second);
        var seen = await world.Seen(cluster, s => s.Version > 0);
        await world.Seen(cluster, s => s.Version > seen.Version + 5);
        second.Reads.ShouldBe(0);

        await worker.StopAsync(CancellationToken.None);

        await Deadline.Until(() => second.Reads > 0);
        var reads = first.Reads;
        await Deadline.Until(() => second.Reads > 5);
        first.Reads.ShouldBe(reads);
        (await world.Scalar<long>("select max(fence) from collector")).ShouldBe(2);
    }

    [Fact]
    public async Task A_worker_that_slept_through_its_lease_writes_nothing()
    {
        await using var world = await CollectWorld.Create();
        var cluster = await world.Register("one");
        var fake = new SleepyCluster();
        fake.Topic("orders", 100);
        var told = new LogLines<CollectingWorker>();
        await world.Worker(fake, log: told);
        await world.Seen(cluster, s => s.Topics.Count == 1);
        await fake.FallAsleep();
        var version = await Version(world);

        // What its next owner does while it sleeps.
        await world.Execute(
            "update collector set owner = 'another', fence = fence + 1, lease_until = clock_timestamp() + interval '1 hour'"
        );
        fake.WakeUp();
        await Deadline.Until(() => told.All.Any(line => line.Contains("was lost", StringComparison.Ordinal)));

        (await Version(world)).ShouldBe(version);
        (await world.Scalar<string>("select owner from collector")).ShouldBe("another");
    }

    [Fact]
    public async Task One_takes_over_from_another_that_froze_in_the_middle_of_a_write()
    {
        await using var world = CollectWorld.Over(database.ConnectionString);
        using var gate = new SchemaGate(world.Store, TimeProvider.System, NullLogger<SchemaGate>.Instance);
        await gate.StartAsync(CancellationToken.None);
        await gate.Open;
        await gate.StopAsync(CancellationToken.None);
        await world.Execute(
            """
            insert into environment (name, title, lane) values ('dev', 'Development', 1) on conflict do nothing;
            insert into region (name, title) values ('eu', 'EU') on conflict do nothing;
            """
        );
        await world.Register("one");
        await world.Execute(
            "insert into collector (cluster_id, owner, lease_until, fence, every_ms) select id, 'frozen', clock_timestamp(), 1, 100 from cluster"
        );
        // It doesn't send the keepalives that a process which runs does.
        await using var frozen = new NpgsqlConnection($"{database.ConnectionString};Pooling=false");
        await frozen.OpenAsync();
        (await Ask("show idle_in_transaction_session_timeout")).ShouldBe("30s");
        // Nobody waits for half a minute here.
        await Ask("set idle_in_transaction_session_timeout = '1s'; begin; update collector set cycle_at = now()");
        var other = new FakeCluster(TimeProvider.System);
        other.Topic("orders", 100);

        await world.Worker(other);

        await Deadline.Until(() => other.Reads > 0);
        var cut = await Should.ThrowAsync<NpgsqlException>(() => Ask("select 1"));
        StoreFailure.IsSilence(cut).ShouldBeTrue();

        async Task<object?> Ask(string sql)
        {
            await using var command = new NpgsqlCommand(sql, frozen);
            return await command.ExecuteScalarAsync();
        }
    }

    [Fact]
    public async Task Windows_and_history_survive_another_owner()
    {
        await using var world = await CollectWorld.Create();
        var cluster = await world.Register("one");
        var fake = new FakeCluster(TimeProvider.System);
        fake.Topic("orders", 100, 100);
        fake.Group("billing", "orders", [40, 100], state: "Empty");
        var worker = await world.Worker(fake);
        await world.Seen(cluster, s => s.Groups.Count == 1);
        fake.Group("billing", "orders", [50, 100], state: "Empty");
        var moved = await world.Seen(cluster, s => s.Groups["billing"].LastMovedAt is not null);
        await world.Seen(cluster, s => s.Groups["billing"].Status == LagStatus.Stopped);
        await worker.StopAsync(CancellationToken.None);
        var last = await world.Snapshot(cluster);

        await world.Worker(fake);
        var first = await world.Seen(cluster, s => s.Version > last.Version);

        // No new wait of ten readings, and no forgotten move.
        first.Groups["billing"].Status.ShouldBe(LagStatus.Stopped);
        var apart = first.Groups["billing"].LastMovedAt!.Value - moved.Groups["billing"].LastMovedAt!.Value;
        apart.Duration().ShouldBeLessThan(TimeSpan.FromMinutes(1));
        first.Groups["billing"].Partitions.Length.ShouldBe(2);
    }

    [Fact]
    public async Task Places_are_given_once_even_when_groups_come_and_go()
    {
        await using var world = await CollectWorld.Create();
        var cluster = await world.Register("one");
        var fake = new FakeCluster(TimeProvider.System);
        fake.Topic("orders", 1, 2, 3);
        fake.Group("stays", "orders", [0, 0, 0]);
        fake.Group("goes", "orders", [0, 0, 0]);
        await world.Worker(fake);
        await world.Seen(cluster, s => s.Groups.Count == 2);

        fake.RemoveGroup("goes");
        await world.Seen(cluster, s => s.Groups.Count == 1);
        fake.Group("comes", "orders", [1, 1, 1]);
        var seen = await world.Seen(
            cluster,
            s => s.Groups.TryGetValue("comes", out var comes) && comes.Partitions.Length == 3
        );

        seen.Groups["stays"].Lag.ShouldBe(Amount.Of(6));
        seen.Groups["comes"].Lag.ShouldBe(Amount.Of(3));
        (await world.Scalar<long>("select count(*) from series where gone_at is not null")).ShouldBe(1);
        (await world.Scalar<long>("select max(slot)::bigint from series where group_name = 'comes'")).ShouldBe(6);
    }

    private static Task<long> Version(CollectWorld world) =>
        world.Scalar<long>("select coalesce(max(version), 0) from snapshot_version");

    /// <summary>Its answer comes when the test lets it.</summary>
    private sealed class SleepyCluster() : FakeCluster(TimeProvider.System)
    {
        private readonly TaskCompletionSource _asleep = new();
        private readonly TaskCompletionSource _awake = new();
        private volatile bool _sleeps;

        /// <summary>Once its worker waits for it, and every cycle before is written.</summary>
        public Task FallAsleep()
        {
            _sleeps = true;
            return _asleep.Task.WaitAsync(TimeSpan.FromSeconds(30));
        }

        public void WakeUp() => _awake.SetResult();

        public override async Task<ClusterReading> Read(TimeSpan within, CancellationToken stop)
        {
            if (_sleeps)
            {
                _asleep.TrySetResult();
                await _awake.Task;
            }

            return await base.Read(within, stop);
        }
    }
}
