using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
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
        _shelf = new ManagedShelf(
            new ManagedTopics(new InterceptedStore(_store, _slow)),
            _notifications,
            TimeProvider.System
        );
    }

    public Task InitializeAsync() =>
        Execute(
            """
            insert into environment (name, title, lane) values ('dev', 'Development', 1) on conflict do nothing;
            insert into region (name, title) values ('eu', 'EU') on conflict do nothing;
            insert into team (name, title) values ('payments', 'Payments') on conflict do nothing;
            insert into cluster (name, environment, region, registered_at) values ('one', 'dev', 'eu', now()) on conflict do nothing;
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
    public async Task All_who_ask_at_once_wait_for_one_reading()
    {
        var asking = Enumerable.Range(0, 20).Select(_ => _shelf.All(CancellationToken.None)).ToList();
        await Deadline.Until(() => _slow.Readings > 0);
        _slow.GoOn.SetResult();
        await Task.WhenAll(asking);

        _slow.Readings.ShouldBe(1);
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

    private async Task Notify()
    {
        var received = new TaskCompletionSource();
        using var watch = _notifications.Watch(_ => received.TrySetResult());
        await _notifications.StartAsync(CancellationToken.None);
        await received.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }

    private Task Manage(string topic) =>
        Execute(
            $$"""
            insert into resource (kind, cluster_id, name, owner_team_id, spec, created_at, updated_at)
            select 'topic', c.id, '{{topic}}', t.id, '{"partitions": 1, "replication": 1, "configs": {}, "owner": "payments"}', now(), now()
            from cluster c, team t
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
