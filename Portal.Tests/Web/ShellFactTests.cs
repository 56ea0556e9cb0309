using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Portal.Core;
using Portal.Core.Changes.Lists;
using Portal.Core.People;
using Portal.Core.People.BreakGlass;
using Portal.Core.People.Requests;
using Portal.Core.Teams;
using Portal.Tests.Kit;
using Portal.Tests.Pages;
using Portal.Web.Identity;
using Portal.Web.Layout;
using Portal.Web.Live;
using Portal.Web.Preferences;

namespace Portal.Tests.Web;

public sealed class ShellFactTests(PostgresDatabase database) : IClassFixture<PostgresDatabase>
{
    private readonly HandClock _clock = new();

    [Fact]
    public async Task Readings_reach_the_shell_within_a_second_out_of_memory_and_no_query_is_asked_for_them()
    {
        await using var store = NpgsqlDataSource.Create(database.ConnectionString);
        using var notifications = new ChangeNotifications(store, _clock, NullLogger<ChangeNotifications>.Instance);
        var asked = new Counting();
        var watched = new InterceptedStore(store, asked);
        var health = new HandHealth();
        var (shell, me) = (new Shell(), new Me());
        me.Is(new KnownCaller(new PersonId(1), new Caller(new Actor("ada", ActorVia.Page), "Ada", [])));
        using var facts = new ShellFacts(
            shell,
            me,
            new Workplace(),
            new ChangeInbox(watched),
            new RoleRequestList(watched, _clock),
            new BreakGlassShelf(new BreakGlassList(watched), notifications, _clock),
            health,
            new Places(watched),
            new Liveness(notifications, health, _clock),
            NullLogger<ShellFacts>.Instance
        );
        health.Show(new Sample(_clock.GetUtcNow()).Cluster(new ClusterId(1), "one", "dev", [], []));
        await facts.Read();
        facts.KeepTrue();
        var before = asked.Queries;
        before.ShouldBeGreaterThan(0);

        for (var round = 0; round < 5; round++)
        {
            _clock.Pass(TimeSpan.FromSeconds(1));
            var sample = new Sample(_clock.GetUtcNow());
            health.Show(sample.Cluster(new ClusterId(1), "one", "dev", [], []));
            shell.LastReading.ShouldBe(sample.Now);
        }

        asked.Queries.ShouldBe(before);
    }

    [Fact]
    public async Task Break_glass_access_is_read_again_half_a_minute_later_though_the_clock_was_set_back()
    {
        await using var store = NpgsqlDataSource.Create(database.ConnectionString);
        using var notifications = new ChangeNotifications(store, _clock, NullLogger<ChangeNotifications>.Instance);
        var asked = new Counting();
        var list = new BreakGlassList(new InterceptedStore(store, asked));
        using var shelf = new BreakGlassShelf(list, notifications, _clock);
        await shelf.Open(CancellationToken.None);
        var once = asked.Queries;
        once.ShouldBeGreaterThan(0);
        _clock.Behind = TimeSpan.FromHours(1);
        _clock.Pass(TimeSpan.FromSeconds(29));
        await shelf.Open(CancellationToken.None);
        asked.Queries.ShouldBe(once);

        _clock.Pass(TimeSpan.FromSeconds(1));
        await shelf.Open(CancellationToken.None);

        asked.Queries.ShouldBe(2 * once);
    }

    private sealed class Counting : DbCommandInterceptor
    {
        public int Queries { get; private set; }

        public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
            DbCommand command,
            CommandEventData eventData,
            InterceptionResult<DbDataReader> result,
            CancellationToken cancellationToken = default
        )
        {
            Queries++;
            return ValueTask.FromResult(result);
        }
    }
}
