using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Portal.Core;
using Portal.Core.Store;
using Portal.Tests.Kit;
using Portal.Tests.Pages;
using Portal.Web.Features.Access;
using Portal.Web.Features.Clusters;
using Portal.Web.Features.Jobs;
using Portal.Web.Features.Jobs.Studio;
using Portal.Web.Features.Requests;
using Portal.Web.Features.Schemas;
using Portal.Web.Features.ServiceAccounts;
using Portal.Web.Features.Unowned;
using Portal.Web.Live;

namespace Portal.Tests.Web;

public sealed class LiveTests(PostgresDatabase database) : IClassFixture<PostgresDatabase>
{
    private readonly HandClock _clock = new();

    [Fact]
    public void A_storm_is_passed_on_once_at_its_start_and_once_at_its_end()
    {
        var heard = 0;
        using var throttle = new Throttle(_clock, TimeSpan.FromSeconds(1), Done.After(() => heard++));
        for (var i = 0; i < 100; i++)
        {
            throttle.Call();
        }

        heard.ShouldBe(1);
        _clock.Pass(TimeSpan.FromSeconds(1));
        heard.ShouldBe(2);
        _clock.Pass(TimeSpan.FromSeconds(5));
        heard.ShouldBe(2);
    }

    [Fact]
    public void What_comes_after_a_quiet_second_is_passed_on_at_once()
    {
        var heard = 0;
        using var throttle = new Throttle(_clock, TimeSpan.FromSeconds(1), Done.After(() => heard++));
        throttle.Call();
        _clock.Pass(TimeSpan.FromSeconds(2));
        throttle.Call();
        heard.ShouldBe(2);
    }

    [Fact]
    public void What_comes_after_the_clock_was_set_back_is_passed_on_as_soon_as_before()
    {
        var heard = 0;
        using var throttle = new Throttle(_clock, TimeSpan.FromSeconds(1), Done.After(() => heard++));
        throttle.Call();
        _clock.Behind = TimeSpan.FromHours(1);
        throttle.Call();
        _clock.Pass(TimeSpan.FromSeconds(1));
        heard.ShouldBe(2);
        _clock.Pass(TimeSpan.FromSeconds(2));
        throttle.Call();
        heard.ShouldBe(3);
    }

    [Fact]
    public void What_was_left_hears_nothing_of_what_was_called_for_before()
    {
        var heard = 0;
        var throttle = new Throttle(_clock, TimeSpan.FromSeconds(1), Done.After(() => heard++));
        throttle.Call();
        throttle.Call();
        throttle.Dispose();
        throttle.Call();
        _clock.Pass(TimeSpan.FromSeconds(5));
        heard.ShouldBe(1);
    }

    [Fact]
    public void However_many_ask_for_a_turn_so_many_a_second_get_one_and_each_gets_it()
    {
        var turns = new Turns(_clock, places: 1, TimeSpan.FromMilliseconds(100));
        var heard = new int[30];
        var watching = Enumerable
            .Range(0, heard.Length)
            .Select(page => new Throttle(
                _clock,
                TimeSpan.FromMilliseconds(500),
                Done.After(() => heard[page]++),
                turns
            ))
            .ToList();
        for (var moment = 0; moment < 600; moment++)
        {
            watching.ForEach(page => page.Call());
            _clock.Pass(TimeSpan.FromMilliseconds(10));
        }

        heard.Sum().ShouldBeInRange(60, 61);
        heard.ShouldAllBe(times => times >= 2 && times <= 3);
        watching.ForEach(page => page.Dispose());
        _clock.Pass(TimeSpan.FromMilliseconds(100));
        _clock.Timers.ShouldBe(0);
    }

    [Fact]
    public async Task After_a_turn_its_place_rests_as_long_as_it_took_and_one_that_hangs_or_fails_holds_up_nobody()
    {
        var turns = new Turns(_clock, places: 1, TimeSpan.FromMilliseconds(20));
        var begun = new List<TimeSpan>();
        var (slow, hung) = (new TaskCompletionSource(), new TaskCompletionSource());
        var began = _clock.GetUtcNow();
        Ask(slow.Task);
        turns.Ask(() => false, () => throw new InvalidOperationException("It isn't wanted."));
        Ask(Task.FromException(new IOException()));
        Ask(hung.Task);
        Ask(Task.CompletedTask);

        await Passes(TimeSpan.FromMilliseconds(300));
        slow.SetResult();
        await Deadline.Until(() => _clock.Created == 2);
        await Passes(TimeSpan.FromSeconds(5));

        begun.Select(at => at.TotalMilliseconds).ShouldBe([0, 600, 620, 4620]);

        void Ask(Task turn) =>
            turns.Ask(
                () => true,
                () =>
                {
                    begun.Add(_clock.GetUtcNow() - began);
                    return turn;
                }
            );

        async Task Passes(TimeSpan time)
        {
            for (var passed = TimeSpan.Zero; passed < time; passed += TimeSpan.FromMilliseconds(20))
            {
                _clock.Pass(TimeSpan.FromMilliseconds(20));
                await Deadline.Until(() => _clock.Timers == 1 || begun.Count == 4);
            }
        }
    }

    [Fact]
    public void Who_asks_alone_has_its_turn_at_once()
    {
        var turns = new Turns(_clock, places: 1, TimeSpan.FromMilliseconds(100));
        var heard = 0;
        using var page = new Throttle(_clock, TimeSpan.FromMilliseconds(500), Done.After(() => heard++), turns);
        page.Call();
        heard.ShouldBe(1);
        page.Call();
        _clock.Pass(TimeSpan.FromMilliseconds(500));
        heard.ShouldBe(2);
    }

    [Theory]
    [InlineData("c1", 10, 11)]
    [InlineData(null, 1, 2)]
    public void A_page_of_a_cluster_opens_at_most_once_a_second_and_one_of_all_as_often_as_each_of_them_is_read(
        string? cluster,
        int least,
        int most
    )
    {
        using var store = NpgsqlDataSource.Create(database.ConnectionString);
        using var notifications = new ChangeNotifications(store, _clock, NullLogger<ChangeNotifications>.Instance);
        var health = new HandHealth();
        var sample = new Sample(_clock.GetUtcNow());
        var told = 0;
        ShowAll();
        using (
            new Liveness(notifications, health, _clock).Watch(
                new Interest(LiveOn.Changes | LiveOn.Health, () => cluster),
                Done.After(() => told++),
                since: 0
            )
        )
        {
            for (var moment = 0; moment < 100; moment++)
            {
                ShowAll();
                _clock.Pass(TimeSpan.FromMilliseconds(100));
            }
        }

        told.ShouldBeInRange(least, most);
        _clock.Pass(TimeSpan.FromMilliseconds(100));
        _clock.Timers.ShouldBe(0);

        void ShowAll()
        {
            foreach (var number in Enumerable.Range(1, 20))
            {
                health.Show(sample.Cluster(new ClusterId(number), $"c{number}", "dev", [], []));
            }
        }
    }

    [Fact]
    public void A_page_about_one_cluster_hears_nothing_of_the_others()
    {
        using var store = NpgsqlDataSource.Create(database.ConnectionString);
        using var notifications = new ChangeNotifications(store, _clock, NullLogger<ChangeNotifications>.Instance);
        var health = new HandHealth();
        var sample = new Sample(_clock.GetUtcNow());
        var (one, other) = (new ClusterId(1), new ClusterId(2));
        var told = 0;
        using var watch = new Liveness(notifications, health, _clock).Watch(
            new Interest(LiveOn.Health, () => "one"),
            Done.After(() => told++),
            since: 0
        );

        health.Show(sample.Cluster(other, "other", "dev", [], []));
        told.ShouldBe(0);
        health.Show(sample.Cluster(one, "one", "dev", [], []));
        told.ShouldBe(1);
    }

    [Fact]
    public void A_page_that_shows_the_age_of_a_reading_opens_every_half_minute_while_nothing_is_notified()
    {
        using var store = NpgsqlDataSource.Create(database.ConnectionString);
        using var notifications = new ChangeNotifications(store, _clock, NullLogger<ChangeNotifications>.Instance);
        var opened = 0;
        using (
            new Liveness(notifications, new HandHealth(), _clock).Watch(
                new Interest(LiveOn.Changes | LiveOn.Seen | LiveOn.Time),
                Done.After(() => opened++),
                since: 0
            )
        )
        {
            _clock.Pass(TimeSpan.FromSeconds(29));
            opened.ShouldBe(0);
            _clock.Pass(TimeSpan.FromSeconds(1));
            opened.ShouldBe(1);
            _clock.Pass(TimeSpan.FromSeconds(30));
            opened.ShouldBe(2);
        }

        _clock.Pass(TimeSpan.FromSeconds(30));
        opened.ShouldBe(2);
        _clock.Timers.ShouldBe(0);
    }

    [Theory]
    [InlineData(typeof(AccessListPage), LiveOn.Changes | LiveOn.Seen)]
    [InlineData(typeof(PrincipalPage), LiveOn.Changes | LiveOn.Seen)]
    [InlineData(typeof(GrantPage), LiveOn.Changes | LiveOn.Seen | LiveOn.Time)]
    [InlineData(typeof(SchemasPage), LiveOn.Changes | LiveOn.Seen | LiveOn.Time)]
    [InlineData(typeof(SchemaPage), LiveOn.Changes | LiveOn.Seen | LiveOn.Time)]
    [InlineData(typeof(ServiceAccountListPage), LiveOn.Changes | LiveOn.Seen)]
    [InlineData(typeof(ServiceAccountPage), LiveOn.Changes | LiveOn.Seen)]
    [InlineData(typeof(UnownedPage), LiveOn.Changes | LiveOn.Seen | LiveOn.Time)]
    public void A_page_of_what_the_watches_see_lives_on_it_and_on_the_time_where_it_shows_an_age(
        Type page,
        LiveOn what
    ) =>
        page.GetProperty("LivesOn", BindingFlags.Instance | BindingFlags.NonPublic)!
            .GetValue(Activator.CreateInstance(page))
            .ShouldBe(what);

    [Theory]
    [InlineData(typeof(ClusterPage))]
    [InlineData(typeof(JobPage))]
    [InlineData(typeof(CopyPage))]
    [InlineData(typeof(StudioPage))]
    public void A_page_of_one_thing_shows_readings_as_they_come_whichever_cluster_they_are_of(Type page) =>
        page.GetProperty("IsOfAllClusters", BindingFlags.Instance | BindingFlags.NonPublic)!
            .GetValue(Activator.CreateInstance(page))
            .ShouldBe(false);

    [Fact]
    public async Task A_change_is_notified_of_and_once_more_after_it_lost_the_store()
    {
        await using var store = NpgsqlDataSource.Create(database.ConnectionString);
        using var notifications = new ChangeNotifications(
            store,
            TimeProvider.System,
            NullLogger<ChangeNotifications>.Instance
        );
        var received = 0;
        using var watch = notifications.Watch(_ => Interlocked.Increment(ref received));
        await notifications.StartAsync(CancellationToken.None);
        await Deadline.Until(() => received == 1);

        await Tell(store, "select pg_notify('portal_snapshot', 'cluster:1')");
        await Tell(store, "select pg_notify('portal_snapshot', 'change:1:applied')");
        await Deadline.Until(() => received == 2);

        await Tell(
            store,
            "select pg_terminate_backend(pid) from pg_stat_activity where query ilike 'listen%' and datname = current_database()"
        );
        await Deadline.Until(() => received == 3);
        await notifications.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task A_change_is_notified_of_after_the_line_went_silent_without_an_end()
    {
        var direct = new NpgsqlConnectionStringBuilder(database.ConnectionString);
        await using var wire = new Wire(new Uri($"tcp://{direct.Host}:{direct.Port}"));
        var over = new NpgsqlConnectionStringBuilder(direct.ConnectionString) { Port = wire.Address.Port };
        await using var web = new ServiceCollection().AddPortalStore(over.ConnectionString).BuildServiceProvider();
        var store = web.GetRequiredService<NpgsqlDataSource>();
        using var notifications = new ChangeNotifications(
            store,
            TimeProvider.System,
            NullLogger<ChangeNotifications>.Instance
        );
        var received = 0;
        using var watch = notifications.Watch(_ => Interlocked.Increment(ref received));
        await notifications.StartAsync(CancellationToken.None);
        await Deadline.Until(() => received == 1);

        wire.Silence();
        await using var elsewhere = NpgsqlDataSource.Create(direct.ConnectionString);
        await Tell(elsewhere, "select pg_notify('portal_snapshot', 'change:1:applied')");
        await Deadline.Until(() => received == 2);
        await Tell(elsewhere, "select pg_notify('portal_snapshot', 'change:1:applied')");
        await Deadline.Until(() => received == 3);
        await notifications.StopAsync(CancellationToken.None);
    }

    [Theory]
    [InlineData("", 5)]
    [InlineData(";KeepAlive=60", 60)]
    public async Task A_line_to_the_store_is_asked_after_unless_the_operator_says_otherwise(string said, int seconds)
    {
        await using var services = new ServiceCollection()
            .AddPortalStore(database.ConnectionString + said)
            .BuildServiceProvider();

        var used = services.GetRequiredService<NpgsqlDataSource>().ConnectionString;

        new NpgsqlConnectionStringBuilder(used).KeepAlive.ShouldBe(seconds);
    }

    [Fact]
    public void A_zone_is_learnt_once_and_a_wrong_one_is_ignored()
    {
        var zone = new BrowserZone();
        var changes = 0;
        zone.Changed += () => changes++;
        zone.Learn("Europe/Berlin");
        zone.Learn("Europe/Berlin");
        zone.Learn("Middle/Earth");
        changes.ShouldBe(1);
        zone.Zone.Id.ShouldBe("Europe/Berlin");
    }

    private static async Task Tell(NpgsqlDataSource store, string sql)
    {
        await using var command = store.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
