using System.Collections.Concurrent;
using Npgsql;
using Portal.Core.Store;
using Portal.Tests.Kit;

namespace Portal.Tests.Hosting;

/// <summary>A store whose notifications don't arrive, as behind a pooler that gives a session to another client after each transaction.</summary>
public sealed class StoreListenerTests(PostgresDatabase database) : IClassFixture<PostgresDatabase>
{
    [Fact]
    public async Task Who_listens_counts_as_listening_once_what_another_connection_sends_arrives()
    {
        await using var store = NpgsqlDataSource.Create(database.ConnectionString);
        // Nothing of what is sent arrives until this function is gone.
        await Run(
            store,
            "create schema lost; create function lost.pg_notify(text, text) returns void language sql as 'select'"
        );
        await Run(store, $"alter database {database.Name} set search_path = lost, pg_catalog, public");
        await using var later = NpgsqlDataSource.Create($"{database.ConnectionString};Application Name=later");
        using var stop = new CancellationTokenSource();
        var log = new LogLines<StoreListener>();
        var pauses = new NotedPauses();
        var listener = new StoreListener(later, pauses, log);
        var connected = 0;
        var listening = listener.Listen(StoreChannel.Work, _ => { }, () => connected++, stop.Token);
        await Deadline.Until(() => pauses.All.Count > 1);
        pauses.All.ShouldAllBe(pause => pause == TimeSpan.FromSeconds(30));
        log.All.ShouldHaveSingleItem().ShouldContain("PgBouncer in transaction mode");
        (listener.IsListening, connected).ShouldBe((false, 0));

        await Run(store, "drop function lost.pg_notify(text, text)");

        await Deadline.Until(() => listener.IsListening);
        connected.ShouldBe(1);
        await stop.CancelAsync();
        await listening;
    }

    [Fact]
    public async Task A_store_that_can_not_be_reached_is_logged_once_and_tried_again_each_second()
    {
        await using var away = NpgsqlDataSource.Create("Host=127.0.0.1;Port=1");
        using var stop = new CancellationTokenSource();
        var (log, pauses) = (new LogLines<StoreListener>(), new NotedPauses());
        var listening = new StoreListener(away, pauses, log).Listen(StoreChannel.Work, _ => { }, () => { }, stop.Token);

        await Deadline.Until(() => pauses.All.Count > 2);

        pauses.All.ShouldAllBe(pause => pause == TimeSpan.FromSeconds(1));
        log.All.ShouldHaveSingleItem();
        await stop.CancelAsync();
        await listening;
    }

    private static async Task Run(NpgsqlDataSource store, string sql)
    {
        await using var command = store.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>On it every pause is over at once.</summary>
    private sealed class NotedPauses : TimeProvider
    {
        private readonly ConcurrentQueue<TimeSpan> _pauses = [];

        public IReadOnlyCollection<TimeSpan> All => _pauses;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            _pauses.Enqueue(dueTime);
            return base.CreateTimer(callback, state, TimeSpan.Zero, period);
        }
    }
}
