using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Portal.Core;
using Portal.Core.Access;
using Portal.Core.Store;
using Portal.Tests.Kit;
using Portal.Web.Features.Access;
using Portal.Web.Live;

namespace Portal.Tests.Web;

/// <summary>The access that lists show is read once for all of them, and of a cluster where something differs alone.</summary>
public sealed class AccessShelfTests : IClassFixture<PostgresDatabase>, IAsyncLifetime, IDisposable
{
    private readonly NpgsqlDataSource _store;
    private readonly Readings _readings = new();
    private readonly ChangeNotifications _notifications;
    private readonly HandClock _clock = new();
    private readonly AccessCatalogue _access;
    private readonly AccessShelf _shelf;

    public AccessShelfTests(PostgresDatabase database)
    {
        _store = NpgsqlDataSource.Create(database.ConnectionString);
        _notifications = new ChangeNotifications(_store, TimeProvider.System, NullLogger<ChangeNotifications>.Instance);
        _access = new AccessCatalogue(new InterceptedStore(_store, new Readings()), TestKinds.All);
        _shelf = new AccessShelf(
            new AccessOnClusters(new InterceptedStore(_store, _readings), TestKinds.All),
            _notifications,
            _clock
        );
    }

    public async Task InitializeAsync()
    {
        await Execute(
            """
            insert into environment (name, title, lane) values ('dev', 'Development', 1) on conflict do nothing;
            insert into region (name, title) values ('eu', 'EU') on conflict do nothing;
            insert into team (name, title) values ('payments', 'Payments') on conflict do nothing;
            insert into cluster (name, environment, region, registered_at)
            values ('one', 'dev', 'eu', now()), ('two', 'dev', 'eu', now()) on conflict do nothing;
            insert into endpoint (cluster_id, kind, addresses) select id, 'kafka', '127.0.0.1:9' from cluster on conflict do nothing;
            delete from resource;
            """
        );
        var received = new TaskCompletionSource();
        using var watch = _notifications.Watch(_ => received.TrySetResult());
        await _notifications.StartAsync(CancellationToken.None);
        await received.Task.WaitAsync(TimeSpan.FromSeconds(30));
        await Grant("one", "first");
        await Grant("two", "second");
    }

    public Task DisposeAsync() => _notifications.StopAsync(CancellationToken.None);

    public void Dispose()
    {
        _shelf.Dispose();
        _notifications.Dispose();
        _store.Dispose();
    }

    [Fact]
    public async Task Where_what_was_seen_of_a_cluster_differs_its_access_alone_is_read_again()
    {
        var before = await Access();
        await Grant("one", "third");
        await Grant("two", "fourth");
        (await Names()).ShouldBe(["first", "second"]);

        await Notified(_notifications.WatchSeen, $"{StoreChannel.Seen}:one");

        var after = await Access();
        Names(after).ShouldBe(["first third", "second"]);
        after[1].ShouldBeSameAs(before[1]);
    }

    [Fact]
    public async Task After_a_change_to_a_grant_the_access_of_its_cluster_alone_is_read_again()
    {
        await Access();
        await Grant("one", "third");
        await Grant("two", "fourth");

        await Moved("topic", "one", "applied");
        (await Names()).ShouldBe(["first", "second"]);
        await Moved("access", "one", "pending_approval");
        (await Names()).ShouldBe(["first", "second"]);
        await Moved("access", "two", "applied");
        (await Names()).ShouldBe(["first", "fourth second"]);
    }

    /// <summary>Its grants go with a topic to the new owner, and no row of the change names them.</summary>
    [Fact]
    public async Task After_a_transfer_of_a_topic_the_access_of_its_cluster_alone_is_read_again()
    {
        await Access();
        await Grant("one", "third");
        await Grant("two", "fourth");

        await Moved("topic", "two", "applied", "transfer");

        (await Names()).ShouldBe(["first", "fourth second"]);
    }

    [Fact]
    public async Task Whoever_opens_a_list_sees_what_there_is_and_so_do_the_others_from_then_on()
    {
        await Access();
        await Grant("one", "third");
        (await Names()).ShouldBe(["first", "second"]);

        Names(await Access(isOpening: true)).ShouldBe(["first third", "second"]);

        (await Names()).ShouldBe(["first third", "second"]);
    }

    [Fact]
    public async Task Five_minutes_later_all_of_it_is_read_again()
    {
        await Access();
        await Grant("two", "third");
        _clock.Pass(TimeSpan.FromSeconds(299));
        (await Names()).ShouldBe(["first", "second"]);

        _clock.Pass(TimeSpan.FromSeconds(1));

        (await Names()).ShouldBe(["first", "second third"]);
    }

    [Fact]
    public async Task All_who_ask_at_once_wait_for_one_reading()
    {
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Access()));

        _readings.Count.ShouldBe(
            4,
            "grants that are managed and that aren't yet, what is denied, and what no grant holds"
        );
    }

    [Fact]
    public async Task What_is_typed_into_the_filter_of_an_open_list_reads_no_access()
    {
        var model = new AccessListModel(_access, _shelf, TimeProvider.System);
        await model.Load(Query(words: null), CancellationToken.None);
        var before = _readings.Count;

        await model.Load(Query("fir"), CancellationToken.None);

        model.Value!.Rows.Select(row => row.Name).ShouldBe(["first"]);
        model.Value.All.Count.ShouldBe(2);
        _readings.Count.ShouldBe(before);
    }

    private static AccessQuery Query(string? words) => new(null, words, [], [], [], ExpiringOnly: false);

    private async Task<IReadOnlyList<AccessOnCluster>> Access(bool isOpening = false) =>
        await _shelf.Of(
            await _access.Sources(environment: null, CancellationToken.None),
            isOpening,
            CancellationToken.None
        );

    private async Task<List<string>> Names() => Names(await Access());

    private static List<string> Names(IReadOnlyList<AccessOnCluster> access) =>
        [.. access.Select(on => string.Join(' ', on.Grants.Select(grant => grant.Name)))];

    private Task Grant(string cluster, string name)
    {
        var spec = new AccessSpec(
            "User:app",
            AccessMode.Write,
            "orders",
            AclPattern.Literal,
            null,
            null,
            null,
            NeverExpires: true,
            "payments"
        );
        return Execute(
            $"""
            insert into resource (kind, cluster_id, name, owner_team_id, spec, created_at, updated_at)
            select 'access', c.id, '{name}', t.id, '{CoreJson.Write(
                spec
            )}', now(), now() from cluster c, team t where c.name = '{cluster}'
            """
        );
    }

    /// <summary>A change of something on a cluster moves on, as its notification says.</summary>
    private Task Moved(string kind, string cluster, string state, string operation = "update") =>
        Notified(
            received => _notifications.Watch(_ => received("")),
            $"""
            with changed as (
                insert into change (title, reason, environment, state, actor, authors, actor_via, created_at, updated_at, expires_at)
                values ('Change', '', 'dev', '{state}', 'ada', array['ada'], 'page', now(), now(), now()) returning id),
            about as (
                insert into change_resource (change_id, ordinal, kind, operation, cluster_id, name, lock_key, owner_team_id, new_owner_team_id)
                select changed.id, 0, '{kind}', '{operation}', c.id, 'it', 'it', t.id, case '{operation}' when 'transfer' then t.id end
                from changed, cluster c, team t where c.name = '{cluster}')
            select pg_notify('{StoreChannel.Shown}', '{StoreChannel.Change}:' || id || ':{state}') from changed
            """
        );

    private async Task Notified(Func<Action<string>, IDisposable> watch, string what)
    {
        var received = new TaskCompletionSource();
        using var watched = watch(_ => received.TrySetResult());
        await Execute(
            what.StartsWith("with", StringComparison.Ordinal)
                ? what
                : $"select pg_notify('{StoreChannel.Shown}', '{what}')"
        );
        await received.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }

    private async Task Execute(string sql)
    {
        await using var command = _store.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private sealed class Readings : DbCommandInterceptor
    {
        private int _count;

        public int Count => _count;

        public override ValueTask<DbDataReader> ReaderExecutedAsync(
            DbCommand command,
            CommandExecutedEventData eventData,
            DbDataReader result,
            CancellationToken cancellationToken = default
        )
        {
            Interlocked.Increment(ref _count);
            return ValueTask.FromResult(result);
        }
    }
}
