using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Portal.Core;
using Portal.Core.Clusters;
using Portal.Core.Resources;
using Portal.Core.Store;
using Portal.Core.Teams;
using Portal.Core.Topics;
using Portal.Tests.Kit;
using Portal.Workers.Collecting;
using Portal.Workers.Reconciling;
using Portal.Workers.Reconciling.Topics;

namespace Portal.Tests.Collecting;

/// <summary>What a collector read, and when, decides what is drift: settings it read before a change say nothing of it.</summary>
public sealed class DriftTests : IAsyncLifetime
{
    // What FakeCluster tells of every topic, as its default, and what somebody may want instead.
    private const string Live = "3600000";
    private const string Other = "7200000";
    private readonly FakeCluster _fake = new(TimeProvider.System);
    private CollectWorld _world = null!;
    private ClusterId _cluster;

    private StoreOf Store => new(_world.Store);

    private static CollectingOptions SettingsOnce
    {
        get
        {
            var options = CollectWorld.Fast;
            options.TopicsEvery = TimeSpan.FromHours(1);
            return options;
        }
    }

    public async Task InitializeAsync()
    {
        _world = await CollectWorld.Create();
        _cluster = await _world.Register("one");
        _fake.Topic("orders", 100, 200);
    }

    public async Task DisposeAsync() => await _world.DisposeAsync();

    [Fact]
    public async Task Settings_older_than_the_change_are_no_drift_when_its_partitions_are_seen_first()
    {
        await _world.Worker(_fake, SettingsOnce);
        await _world.Seen(_cluster, s => s.Topics.Count == 1 && s.Topics["orders"].Configs.Count > 0);

        await Manage("orders", partitions: 3, retention: Other);
        _fake.Topic("orders", 100, 200, 0);
        await _world.Seen(_cluster, s => s.Topics["orders"].Partitions.Length == 3);

        (await Drifts()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Drift_of_a_topic_on_which_nothing_ever_moves_is_found()
    {
        await _world.Worker(_fake);
        await _world.Seen(_cluster, s => s.Topics.Count == 1 && s.Topics["orders"].Bytes is not null);

        await Manage("orders", partitions: 2, retention: Other);

        await Deadline.Until(async () => (await Drifts()).Count > 0);
        (await Drifts()).ShouldBe([("retention.ms", Other, null)]);
    }

    [Fact]
    public async Task A_topic_whose_settings_are_not_told_any_more_is_judged_by_none_of_later_looks()
    {
        _fake.Topic("payments", 100);
        await _world.Worker(_fake);
        await _world.Seen(_cluster, s => s.Topics.Count == 2 && s.Topics.Values.All(t => t.Configs.Count > 0));
        _fake.HiddenTopics.Add("orders");
        await _world.Seen(_cluster, s => !s.Topics["orders"].Partitions[0].Answered);

        await Manage("orders", partitions: 2, retention: Other);
        await Manage("payments", partitions: 1, retention: Other);

        // The other topic's drift tells that settings were read since.
        await Deadline.Until(async () => (await Drifts()).Count > 0);
        (await Drifts()).Count.ShouldBe(1);
        (await _world.Scalar<string>("select name from drift join resource r on r.id = resource_id")).ShouldBe(
            "payments"
        );

        _fake.HiddenTopics.Clear();
        await Deadline.Until(async () => (await Drifts()).Count == 2);
    }

    [Fact]
    public async Task Settings_that_stay_the_same_grow_no_older_and_cost_no_write()
    {
        const string Rows = "select string_agg(xmin::text, ' ' order by name) from seen_topic";
        await _world.Worker(_fake);
        var first = await _world.Seen(_cluster, s => s.Topics.Count == 1 && s.Topics["orders"].Bytes is not null);
        var rows = await _world.Scalar<string>(Rows);

        await _world.Seen(_cluster, s => s.Topics["orders"].SeenAt > first.Topics["orders"].SeenAt);

        (await _world.Scalar<string>(Rows)).ShouldBe(rows);
    }

    [Fact]
    public async Task A_topic_that_was_made_again_is_not_gone()
    {
        await Manage("orders", partitions: 2, retention: Live);

        // As the cycle leaves them that finds another incarnation under the name.
        await _world.Execute(
            $"""
            insert into seen_topic (cluster_id, name, topic_id, partitions, replication, is_internal, configs,
                first_seen_at, seen_at, gone_at)
            select {_cluster.Value}, 'orders', gen_random_uuid(), 2, 3, false, jsonb_build_object(), now(), now(), gone_at
            from (values (now()), (null)) as t (gone_at)
            """
        );

        (await Drifts()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Only_what_changed_since_the_last_look_is_compared_again()
    {
        _fake.Topic("payments", 100);
        var worker = await _world.Worker(_fake);
        await _world.Seen(_cluster, s => s.Topics.Count == 2 && s.Topics.Values.All(t => t.Bytes is not null));
        await Manage("orders", partitions: 2, retention: Live);
        await Manage("payments", partitions: 1, retention: Live);
        // Managed for long, and settings were read since.
        await _world.Execute("update resource set updated_at = now() - interval '1 hour'");
        await _world.Execute("update incarnation set first_seen_at = now() - interval '1 hour'");
        await worker.StopAsync(CancellationToken.None);
        var watch = new DriftWatch(Store, TestKinds.All, [new TopicDriftReader()], TimeProvider.System);
        (await Drifts(watch)).ShouldBeEmpty();

        // As no collector writes it: who looks at the row again finds it.
        await _world.Execute("update seen_topic set partitions = 7 where name = 'orders'");
        (await Drifts(watch)).ShouldBeEmpty();

        await _world.Execute("update collector set structure = structure + 1");
        await _world.Execute(
            "update seen_topic set partitions = 9, structure = (select max(structure) from collector) where name = 'payments'"
        );
        (await Drifts(watch)).ShouldBe([("partitions", "1", "9")]);

        await _world.Execute("update resource set updated_at = now() where name = 'orders'");
        await _world.Execute("update collector set settings_at = now() + interval '1 minute'");
        (await Drifts(watch)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task What_is_managed_on_a_cluster_that_was_deregistered_is_not_compared()
    {
        var worker = await _world.Worker(_fake);
        await _world.Seen(_cluster, s => s.Topics.Count == 1 && s.Topics["orders"].Configs.Count > 0);
        await Deadline.Until(() => _world.Scalar<bool>("select settings_at is not null from collector"));
        await Manage("orders", partitions: 2, retention: Other);
        // Managed for long, and settings were read since.
        await _world.Execute("update resource set updated_at = now() - interval '1 hour'");
        await _world.Execute("update incarnation set first_seen_at = now() - interval '1 hour'");
        await worker.StopAsync(CancellationToken.None);

        await _world.Execute("update cluster set deregistered_at = now()");
        (await Drifts()).ShouldBeEmpty();

        await _world.Execute("update cluster set deregistered_at = null");
        (await Drifts()).ShouldBe([("retention.ms", Other, null)]);
    }

    private async Task Manage(string topic, int partitions, string retention)
    {
        await using var db = Store.CreateDbContext();
        var team =
            await db.Set<Team>().FirstOrDefaultAsync()
            ?? db.Add(new Team { Name = "payments", Title = "Payments" }).Entity;
        await db.SaveChangesAsync();
        var now = TimeProvider.System.GetUtcNow();
        var configs = ImmutableSortedDictionary<string, string>.Empty.Add("retention.ms", retention);
        db.Add(
            new Resource
            {
                Kind = TopicKind.Word,
                ClusterId = _cluster,
                Name = topic,
                OwnerTeamId = team.Id,
                Spec = CoreJson.Write(new TopicSpec(partitions, 3, configs, "payments")),
                CreatedAt = now,
                UpdatedAt = now,
            }
        );
        await db.SaveChangesAsync();
    }

    /// <summary>What the watch has recorded once it has looked again.</summary>
    private async Task<List<(string Field, string? Wanted, string? Live)>> Drifts(DriftWatch? watch = null)
    {
        await (watch ?? new DriftWatch(Store, TestKinds.All, [new TopicDriftReader()], TimeProvider.System)).Look(
            CancellationToken.None
        );
        await using var db = Store.CreateDbContext();
        var open = await db.Set<Drift>().AsNoTracking().Where(d => d.EndedAt == null).ToListAsync();
        return [.. open.Select(d => (d.Field, d.Wanted, d.Live))];
    }

    private sealed class StoreOf(NpgsqlDataSource store) : IDbContextFactory<PortalDb>
    {
        public PortalDb CreateDbContext() => new(new DbContextOptionsBuilder<PortalDb>().UseNpgsql(store).Options);
    }
}
