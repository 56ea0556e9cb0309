using System.Security.Claims;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Portal.Core.Evaluation;
using Portal.Core.People;
using Portal.Core.Store;
using Portal.Core.Teams;
using Portal.Tests.Kit;
using Portal.Web.Identity;

namespace Portal.Tests.Web;

/// <summary>The door of a circuit ends with its circuit or with the host, without a word.</summary>
public sealed class CircuitDoorTests(PostgresDatabase database)
    : IClassFixture<PostgresDatabase>,
        IAsyncLifetime,
        IDisposable
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(30);
    private readonly HandClock clock = new();
    private readonly ApplicationLifetime host = new(NullLogger<ApplicationLifetime>.Instance);
    private readonly LogLines<CircuitDoor> said = new();
    private readonly Me me = new();
    private Store store = null!;
    private CircuitDoor door = null!;
    private Sessions mine = null!;
    private string key = "";

    public async Task InitializeAsync()
    {
        store = new Store(database.ConnectionString);
        await new Seed(store, TimeProvider.System).Plant(CancellationToken.None);
        var options = Options.Create(new IdentityOptions { RecheckEvery = Every });
        mine = Sessions();
        var ada = (await new PeopleDirectory(store).All(CancellationToken.None)).Single(p => p.Handle == "ada");
        key = await mine.Begin(ada, "Signed in for a test.", CancellationToken.None);
        door = new CircuitDoor(me, mine, Ada(key), clock, options, host, said);
        await door.OnCircuitOpenedAsync(null!, CancellationToken.None);
        clock.Timers.ShouldBe(1);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => door.Dispose();

    [Fact]
    public void When_the_host_stops_nobody_is_looked_for_any_more()
    {
        host.StopApplication();

        clock.Timers.ShouldBe(0);
        said.All.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_closed_circuit_looks_for_nobody_any_more()
    {
        await door.OnCircuitClosedAsync(null!, CancellationToken.None);

        clock.Timers.ShouldBe(0);
        said.All.ShouldBeEmpty();
    }

    [Fact]
    public void A_look_that_the_end_overtakes_is_no_warning()
    {
        store.Before = () =>
        {
            host.StopApplication();
            throw new ObjectDisposedException(nameof(IServiceProvider));
        };

        var before = store.Asked;

        clock.Pass(Every);

        store.Asked.ShouldBe(before + 1);
        said.All.ShouldBeEmpty();
    }

    [Fact]
    public void A_store_that_does_not_answer_is_a_warning_and_throws_nobody_out()
    {
        store.Before = () => throw new TimeoutException("The store is away");

        clock.Pass(Every);

        said.All.ShouldBe(["Whether ada may still be here could not be asked"]);
        me.IsHere.ShouldBeTrue();
    }

    [Fact]
    public async Task A_session_that_is_ended_in_another_process_ends_the_open_page_at_the_next_look()
    {
        await Sessions().End(key, CancellationToken.None);
        me.IsHere.ShouldBeTrue("nobody has looked yet");

        clock.Pass(Every);

        await HasEnded();
    }

    [Fact]
    public async Task A_session_that_is_ended_in_another_window_ends_the_open_page_at_once()
    {
        await mine.End(key, CancellationToken.None);

        await HasEnded();
    }

    [Fact]
    public async Task After_twelve_hours_an_open_page_ends_however_busy_it_was()
    {
        for (var hour = 1; hour < 12; hour++)
        {
            clock.Pass(TimeSpan.FromHours(1));
            me.IsHere.ShouldBeTrue();
        }

        clock.Pass(TimeSpan.FromHours(1));

        await HasEnded();
    }

    private async Task HasEnded()
    {
        await Deadline.Until(() => !me.IsHere);
        var reached = false;
        await door.CreateInboundActivityHandler(_ =>
        {
            reached = true;
            return Task.CompletedTask;
        })(default!);
        reached.ShouldBeFalse("no click reaches the page any more");
        said.All.ShouldBe(["The open page of ada has ended: access was taken away"]);
    }

    private Sessions Sessions() =>
        new(
            store,
            new CallerReader(store),
            Options.Create(new BrowserSessionOptions { Mode = SignInMode.Embedded }),
            clock
        );

    private static ServerAuthenticationStateProvider Ada(string key)
    {
        Claim[] claims = [new(SessionCookie.HandleClaim, "ada"), new(SessionCookie.KeyClaim, key)];
        var state = new ServerAuthenticationStateProvider();
        state.SetAuthenticationState(
            Task.FromResult(new AuthenticationState(new ClaimsPrincipal(new ClaimsIdentity(claims, "test"))))
        );
        return state;
    }

    /// <summary>The store, with something that happens before it is asked.</summary>
    private sealed class Store(string connection) : IDbContextFactory<PortalDb>
    {
        private readonly IDbContextFactory<PortalDb> real = new ServiceCollection()
            .AddPortalStore(connection)
            .BuildServiceProvider()
            .GetRequiredService<IDbContextFactory<PortalDb>>();

        public Action? Before { get; set; }

        public int Asked { get; private set; }

        public PortalDb CreateDbContext()
        {
            Asked++;
            Before?.Invoke();
            return real.CreateDbContext();
        }
    }
}
