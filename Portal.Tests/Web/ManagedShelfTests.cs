using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Portal.Core;
using Portal.Core.Store;
using Portal.Core.Topics;
using Portal.Tests.Kit;
using Portal.Web.Live;

namespace Portal.Tests.Web;

public sealed class ManagedShelfTests : IClassFixture<PostgresDatabase>, IAsyncLifetime, IDisposable
{
    private readonly NpgsqlDataSource _store;
    private readonly SlowReading _slow = new();
    private readonly ChangeNotifications _notifications;
    private readonly ManagedShelf _shelf;

    public ManagedShelfTests(PostgresDatabase database)
    {
        _store = NpgsqlDataSource.Create(database.ConnectionString);
        _notifications = new ChangeNotifications(_store, TimeProvider.System, NullLogger<ChangeNotifications>.Instance);
        _shelf = Shelf(TimeProvider.System);
    }

    public Task InitializeAsync() =>
        Execute(
            """
            insert into environment (name, title, lane) values ('dev', 'Development', 1) on conflict do nothing;
            insert into region (name, title) values ('eu', 'EU') on conflict do nothing;
            insert into team (name, title) values ('payments', 'Payments') on conflict do nothing;
            insert into cluster (name, environment, region, registered_at) values ('one', 'dev', 'eu', now()) on conflict do nothing;
            delete from drift;
            delete from resource;
            """
        );

    public Task DisposeAsync() => _notifications.StopAsync(CancellationToken.None);

    public void Dispose()
    {
        _shelf.Dispose();
        _notifications.Dispose();
        _store.Dispose();
    }

    [Fact]
    public async Task What_was_read_before_a_change_was_notified_is_not_kept()
    {
        var underWay = _shelf.All(CancellationToken.None);
        await Deadline.Until(() => _slow.Readings == 1);
        await Manage("orders");
        await Notify();
        _slow.GoOn.SetResult();
        await underWay;

        (await _shelf.All(CancellationToken.None)).Keys.ShouldContain(key => key.Name == "orders");
    }

    [Fact]
    public async Task After_a_change_its_topics_alone_are_read_again()
    {
        _slow.GoOn.SetResult();
        await Notify();
        await Manage("orders", "refunds");
        var before = await _shelf.All(CancellationToken.None);
        await Execute("update resource set gone_at = now() where name = 'refunds'");
        await Manage("payments");

        await Applied("payments");
        var added = await _shelf.All(CancellationToken.None);
        await Applied("refunds");
        var removed = await _shelf.All(CancellationToken.None);
        await Applied("orders");
        var same = await _shelf.All(CancellationToken.None);

        before.Keys.Select(key => key.Name).ShouldBe(["orders", "refunds"], ignoreOrder: true);
        added.Keys.Select(key => key.Name).ShouldBe(["orders", "payments", "refunds"], ignoreOrder: true);
        removed.Keys.Select(key => key.Name).ShouldBe(["orders", "payments"], ignoreOrder: true);
        same.ShouldBeSameAs(removed, "what is made of it needn't be made again");
    }

    [Fact]
    public async Task What_else_waits_for_people_makes_no_topic_be_read_again()
    {
        _slow.GoOn.SetResult();
        await Notify();
        await Manage("orders");
        var before = await _shelf.All(CancellationToken.None);
        var received = new TaskCompletionSource();
        using var watch = _notifications.Watch(_ => { }, () => received.TrySetResult());

        await Execute($"select pg_notify('{StoreChannel.Shown}', '{StoreChannel.People}')");
        await received.Task.WaitAsync(TimeSpan.FromSeconds(30));

        (await _shelf.All(CancellationToken.None)).ShouldBeSameAs(before);
    }

    [Fact]
    public async Task All_who_ask_at_once_wait_for_one_reading()
    {
        var asking = Enumerable.Range(0, 20).Select(_ => _shelf.All(CancellationToken.None)).ToList();
        await Deadline.Until(() => _slow.Readings > 0);
        _slow.GoOn.SetResult();
        await Task.WhenAll(asking);

        _slow.Readings.ShouldBe(1);
    }

    [Fact]
    public async Task Ten_minutes_later_all_is_read_again_though_the_clock_was_set_back()
    {
        var clock = new HandClock();
        using var shelf = Shelf(clock);
        _slow.GoOn.SetResult();
        await shelf.All(CancellationToken.None);
        // As no change does it.
        await Manage("orders");
        clock.Behind = TimeSpan.FromHours(1);
        clock.Pass(TimeSpan.FromSeconds(599));
        (await shelf.All(CancellationToken.None)).ShouldBeEmpty();

        clock.Pass(TimeSpan.FromSeconds(1));

        (await shelf.All(CancellationToken.None)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Half_a_minute_later_a_team_has_its_new_title_and_no_spec_is_read_for_it()
    {
        var clock = new HandClock();
        using var shelf = Shelf(clock);
        _slow.GoOn.SetResult();
        await Manage("orders");
        (await shelf.All(CancellationToken.None)).Count.ShouldBe(1);
        await Execute("update team set title = 'Paying' where name = 'payments'");
        await MakeUnreadable();
        clock.Pass(TimeSpan.FromSeconds(29));
        await shelf.All(CancellationToken.None);
        _slow.Readings.ShouldBe(1);

        clock.Pass(TimeSpan.FromSeconds(1));

        (await shelf.All(CancellationToken.None)).Values.ShouldHaveSingleItem().OwnerTitle.ShouldBe("Paying");
    }

    [Fact]
    public async Task Drift_that_was_found_is_shown_once_it_is_notified_and_no_spec_is_read_for_it()
    {
        _slow.GoOn.SetResult();
        await Notify();
        await Manage("orders", "refunds");
        var before = await _shelf.All(CancellationToken.None);
        await MakeUnreadable();

        await Execute(
            """
            insert into drift (resource_id, field, wanted, live, first_seen_at, seen_at)
            select id, field, '1', '2', now(), now() from resource, unnest(array['partitions', 'retention.ms']) field where name = 'orders'
            """
        );
        await SeenDiffers();
        var drifted = await _shelf.All(CancellationToken.None);
        await SeenDiffers();
        var same = await _shelf.All(CancellationToken.None);
        await Execute("update drift set ended_at = now()");
        await SeenDiffers();
        var asWanted = await _shelf.All(CancellationToken.None);

        Drifts(before).ShouldBe(["orders 0", "refunds 0"], ignoreOrder: true);
        Drifts(drifted).ShouldBe(["orders 2", "refunds 0"], ignoreOrder: true);
        same.ShouldBeSameAs(drifted, "what is made of it needn't be made again");
        Drifts(asWanted).ShouldBe(["orders 0", "refunds 0"], ignoreOrder: true);
    }

    [Fact]
    public async Task Who_leaves_stops_nobody_elses_reading()
    {
        using var leaving = new CancellationTokenSource();
        var left = _shelf.All(leaving.Token);
        var stays = _shelf.All(CancellationToken.None);
        await leaving.CancelAsync();
        _slow.GoOn.SetResult();

        await Should.ThrowAsync<OperationCanceledException>(left);
        (await stays).ShouldBeEmpty();
    }

    private ManagedShelf Shelf(TimeProvider clock) =>
        new(new ManagedTopics(new InterceptedStore(_store, _slow)), _notifications, clock);

    private static IEnumerable<string> Drifts(
        IReadOnlyDictionary<(ClusterId Cluster, string Name), ManagedTopic> topics
    ) => topics.Values.Select(topic => $"{topic.Name} {topic.Drifts}");

    // Whoever reads one fails.
    private Task MakeUnreadable() => Execute("update resource set spec = '\"unreadable\"'");

    /// <summary>What was seen of the cluster differs, as its notification says.</summary>
    private async Task SeenDiffers()
    {
        var received = new TaskCompletionSource();
        using var watch = _notifications.WatchSeen(_ => received.TrySetResult());
        await Execute($"select pg_notify('{StoreChannel.Shown}', '{StoreChannel.Seen}:one')");
        await received.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }

    private async Task Notify()
    {
        var received = new TaskCompletionSource();
        using var watch = _notifications.Watch(_ => received.TrySetResult());
        await _notifications.StartAsync(CancellationToken.None);
        await received.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }

    /// <summary>A change of this topic moves on, as its notification says.</summary>
    private async Task Applied(string topic)
    {
        var received = new TaskCompletionSource();
        using var watch = _notifications.Watch(_ => received.TrySetResult());
        await Execute(
            $"""
            with changed as (
                insert into change (title, reason, environment, state, actor, authors, actor_via, created_at, updated_at, expires_at)
                values ('Change {topic}', '', 'dev', 'applied', 'ada', array['ada'], 'page', now(), now(), now()) returning id),
            about as (
                insert into change_resource (change_id, ordinal, kind, operation, cluster_id, name, lock_key, owner_team_id)
                select changed.id, 0, 'topic', 'update', c.id, '{topic}', '{topic}', t.id from changed, cluster c, team t)
            select pg_notify('{StoreChannel.Shown}', '{StoreChannel.Change}:' || id || ':applied') from changed
            """
        );
        await received.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }

    private Task Manage(params string[] topics) =>
        Execute(
            $$"""
            insert into resource (kind, cluster_id, name, owner_team_id, spec, created_at, updated_at)
            select 'topic', c.id, topic, t.id, '{"partitions": 1, "replication": 1, "configs": {}, "owner": "payments"}', now(), now()
            from cluster c, team t, unnest(array['{{string.Join("', '", topics)}}']) topic
            """
        );

    private async Task Execute(string sql)
    {
        await using var command = _store.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>The store has answered, and the answer is on its way until the test lets it go on.</summary>
    private sealed class SlowReading : DbCommandInterceptor
    {
        private int _readings;

        public int Readings => _readings;

        public TaskCompletionSource GoOn { get; } = new();

        public override async ValueTask<DbDataReader> ReaderExecutedAsync(
            DbCommand command,
            CommandExecutedEventData eventData,
            DbDataReader result,
            CancellationToken cancellationToken = default
        )
        {
            Interlocked.Increment(ref _readings);
            await GoOn.Task;
            return result;
        }
    }
}
