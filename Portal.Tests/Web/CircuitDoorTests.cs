using System.Security.Claims;
using Microsoft.AspNetCore.Components.Authorization;
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
    private readonly HandClock clock = new();
    private readonly ApplicationLifetime host = new(NullLogger<ApplicationLifetime>.Instance);
    private readonly LogLines<CircuitDoor> said = new();
    private readonly Me me = new();
    private Store store = null!;
    private CircuitDoor door = null!;

    public async Task InitializeAsync()
    {
        store = new Store(database.ConnectionString);
        await new Seed(store, TimeProvider.System).Plant(CancellationToken.None);
        var options = Options.Create(new IdentityOptions());
        var sessions = new Sessions(
            store,
            new CallerReader(store),
            Options.Create(new BrowserSessionOptions { Mode = SignInMode.Embedded }),
            TimeProvider.System
        );
        var ada = (await new PeopleDirectory(store).All(CancellationToken.None)).Single(p => p.Handle == "ada");
        var key = await sessions.Begin(ada, "Signed in for a test.", CancellationToken.None);
        door = new CircuitDoor(me, sessions, new Ada(key), clock, options, host, said);
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

        clock.Pass(TimeSpan.FromSeconds(20));

        store.Asked.ShouldBe(before + 1);
        said.All.ShouldBeEmpty();
    }

    [Fact]
    public void A_store_that_does_not_answer_is_a_warning_and_throws_nobody_out()
    {
        store.Before = () => throw new TimeoutException("The store is away");

        clock.Pass(TimeSpan.FromSeconds(20));

        said.All.ShouldBe(["Whether ada may still be here could not be asked"]);
        me.IsHere.ShouldBeTrue();
    }

    private sealed class Ada(string key) : AuthenticationStateProvider
    {
        public override Task<AuthenticationState> GetAuthenticationStateAsync() =>
            Task.FromResult(
                new AuthenticationState(
                    new ClaimsPrincipal(
                        new ClaimsIdentity(
                            [new Claim(SessionCookie.HandleClaim, "ada"), new Claim(SessionCookie.KeyClaim, key)],
                            "test"
                        )
                    )
                )
            );
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
