using System.Collections.Concurrent;
using System.Security.Claims;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.JSInterop;
using Npgsql;
using Portal.Core.Evaluation;
using Portal.Core.People;
using Portal.Core.People.Federation;
using Portal.Core.Store;
using Portal.Core.Teams;
using Portal.Tests.Kit;
using Portal.Web.Identity;
using Portal.Web.Identity.ProxyHeaders;

namespace Portal.Tests.Web;

/// <summary>The door of a circuit ends with its circuit or with the host, without a word.</summary>
public sealed class CircuitAccessTests(PostgresDatabase database)
    : IClassFixture<PostgresDatabase>,
        IAsyncLifetime,
        IDisposable
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(30);

    /// <summary>How often an open page looks for its session.</summary>
    internal TimeSpan Recheck { get; init; } = Every;

    /// <summary>How long its end is waited for.</summary>
    internal TimeSpan? Within { get; init; }

    private readonly HandClock _clock = new();
    private readonly ApplicationLifetime _host = new(NullLogger<ApplicationLifetime>.Instance);
    private readonly LogLines<CircuitAccess> _said = new();
    private readonly StoreWatch _watch = new(null!, TimeProvider.System, NullLogger<StoreWatch>.Instance);
    private readonly Me _me = new();
    private readonly Browser _browser = new();
    private SealedKey _keys = null!;
    private Store _store = null!;
    private CircuitAccess _access = null!;
    private Sessions _mine = null!;
    private string _key = "";

    public async Task InitializeAsync()
    {
        _store = new Store(database.ConnectionString);
        await new Seed(_store, TimeProvider.System).Plant(CancellationToken.None);
        var options = Options.Create(new IdentityOptions { RecheckEvery = Recheck });
        _mine = Sessions();
        _keys = new(new EphemeralDataProtectionProvider(), _clock);
        _key = await _mine.Begin(
            await Ada(),
            "Signed in for a test.",
            CancellationToken.None,
            stay: Proved(_clock.GetUtcNow() - TimeSpan.FromHours(1))
        );
        var proxied = new ProxiedSessions(_store, null!, null!, _mine, _clock);
        var proxy = new ProxyConfirmation(proxied, options);
        _access = new CircuitAccess(
            _me,
            _watch,
            _mine,
            new CircuitSession(_mine, _keys, _browser, _clock),
            Ada(_key),
            proxy,
            _browser,
            new SignInRedirect(_browser, new OnGroups()),
            _clock,
            options,
            _host,
            _said
        );
        await _access.OnCircuitOpenedAsync(null!, CancellationToken.None);
        _clock.Timers.ShouldBe(1);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose()
    {
        _access.Dispose();
        _watch.Dispose();
    }

    [Fact]
    public void When_the_host_stops_nobody_is_looked_for_any_more()
    {
        _host.StopApplication();

        _clock.Timers.ShouldBe(0);
        _said.All.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_closed_circuit_looks_for_nobody_any_more()
    {
        await _access.OnCircuitClosedAsync(null!, CancellationToken.None);

        _clock.Timers.ShouldBe(0);
        _said.All.ShouldBeEmpty();
    }

    [Fact]
    public void A_look_that_the_end_overtakes_is_no_warning()
    {
        _store.Before = () =>
        {
            _host.StopApplication();
            throw new ObjectDisposedException(nameof(IServiceProvider));
        };

        var before = _store.Asked;

        _clock.Pass(Every);

        _store.Asked.ShouldBe(before + 1);
        _said.All.ShouldBeEmpty();
    }

    [Fact]
    public void A_store_that_does_not_answer_is_a_warning_and_throws_nobody_out()
    {
        _store.Before = () => throw new TimeoutException("The store is away");

        _clock.Pass(Every);

        _said.Warnings.ShouldBe(["Whether ada is still signed in could not be checked: The store is away"]);
        _me.IsHere.ShouldBeTrue();
    }

    [Fact]
    public void A_store_that_is_silent_is_a_warning_without_a_stack_for_each_open_page_until_that_is_known()
    {
        _store.Before = () =>
            throw new InvalidOperationException("Likely a transient failure", new NpgsqlException("The store is away"));

        _clock.Pass(Every);
        _watch.Met(new NpgsqlException("The store is away"));
        _clock.Pass(Every);

        _said.Warnings.ShouldBe(["Whether ada is still signed in could not be checked: The store is away"]);
        _said.All.Count.ShouldBe(2);
        _said.Stacks.ShouldBeEmpty();
        _me.IsHere.ShouldBeTrue();
    }

    [Fact]
    public async Task A_session_that_is_ended_in_another_process_ends_the_open_page_at_the_next_look()
    {
        await Sessions().End(_key, CancellationToken.None);
        _me.IsHere.ShouldBeTrue("nobody has looked yet");

        _clock.Pass(Every);

        await HasEnded();
    }

    [Fact]
    public async Task A_session_that_is_ended_in_another_window_ends_the_open_page_at_once()
    {
        await _mine.End(_key, CancellationToken.None);

        await HasEnded();
    }

    [Fact]
    public async Task A_browser_that_was_away_when_its_session_ended_goes_to_the_sign_in_when_it_is_back()
    {
        await _mine.End(_key, CancellationToken.None);
        await HasEnded();
        _browser.Calls.Clear();

        await _access.OnConnectionUpAsync(null!, CancellationToken.None);

        await HasEnded();
    }

    [Fact]
    public async Task A_browser_without_the_page_s_scripts_goes_to_the_sign_in_by_the_address_that_the_circuit_knows()
    {
        var browser = new Browser { HasScripts = false };

        await new SignInRedirect(browser, new OnGroups()).Go(CancellationToken.None);

        (
            browser.Calls.ToArray() is [("portal.signIn", null), ("location.assign", "/sign-in?to=%2Fgroups")]
        ).ShouldBeTrue();
    }

    [Fact]
    public async Task After_twelve_hours_an_open_page_ends_however_busy_it_was()
    {
        for (var hour = 1; hour < 12; hour++)
        {
            _clock.Pass(TimeSpan.FromHours(1));
            _me.IsHere.ShouldBeTrue();
        }

        _clock.Pass(TimeSpan.FromHours(1));

        await HasEnded();
    }

    [Fact]
    public async Task A_page_opened_with_a_copied_cookie_has_nothing_of_a_later_sign_in_and_ends()
    {
        await SignInAgain();

        _clock.Pass(Every);

        await Deadline.Until(() => _browser.Asked == 1, Within);
        _me.IsHere.ShouldBeTrue("the browser may be about to get the new cookie");
        (await IsFresh()).ShouldBeFalse();

        _clock.Pass(Every);

        await HasEnded();
    }

    [Fact]
    public async Task A_page_whose_browser_has_the_new_cookie_goes_on_and_has_the_new_proof()
    {
        _browser.Key = _keys.Of(await SignInAgain());

        _clock.Pass(Every);

        await Deadline.Until(IsFresh, Within);
        _mine.SomeEnded();
        _clock.Pass(TimeSpan.FromMinutes(16));
        _me.IsHere.ShouldBeTrue();
        (await IsFresh()).ShouldBeFalse();
        _browser.Asked.ShouldBe(1);
    }

    [Fact]
    public async Task A_browser_with_another_session_s_cookie_brings_nothing()
    {
        await SignInAgain();
        _browser.Key = _keys.Of(await _mine.Begin(await Ada(), "Signed in elsewhere.", CancellationToken.None));

        _clock.Pass(Every);
        await Deadline.Until(() => _browser.Asked == 1, Within);
        _clock.Pass(Every);

        await HasEnded();
    }

    [Fact]
    public async Task A_frozen_tab_that_answers_later_goes_on()
    {
        var key = await SignInAgain();
        _browser.IsFrozen = true;
        _mine.SomeEnded();
        await Deadline.Until(() => _browser.Asked == 1, Within);
        _clock.Pass(TimeSpan.FromSeconds(30));
        await Deadline.Until(() => _clock.Timers == 1, Within);

        (_browser.IsFrozen, _browser.Key) = (false, _keys.Of(key));
        _mine.SomeEnded();

        await Deadline.Until(IsFresh, Within);
        _said.All.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_tab_that_stays_frozen_ends_after_two_minutes()
    {
        await SignInAgain();
        _browser.IsFrozen = true;
        _mine.SomeEnded();
        await Deadline.Until(() => _browser.Asked == 1, Within);
        _me.IsHere.ShouldBeTrue();

        _clock.Pass(TimeSpan.FromMinutes(2));

        await HasEnded();
    }

    /// <summary>In another tab, where the session gets another key.</summary>
    private async Task<string> SignInAgain()
    {
        var sessions = new ProviderSessions(_store, _mine, _clock);
        var (session, stay) = (_me.Caller.Session!.Value, Proved(_clock.GetUtcNow() + Every));
        return (await sessions.Prove(session, await Ada(), stay, CancellationToken.None)).ShouldNotBeNull();
    }

    /// <summary>Whether what the page does counts as done by who has signed in a moment ago.</summary>
    private async Task<bool> IsFresh()
    {
        var fresh = new FreshSignIn(new SignInTimes(_store), Options.Create(new FreshSignInOptions()), _clock);
        return await fresh.Missing(_me.Caller, "Deleting", CancellationToken.None) is null;
    }

    private static ProviderStay Proved(DateTimeOffset at) => new("company", null, at, null, null);

    private async Task<Person> Ada() =>
        (await new PeopleDirectory(_store).All(CancellationToken.None)).Single(p => p.Handle == "ada");

    private async Task HasEnded()
    {
        // The log has its line when the page is gone already.
        await Deadline.Until(() => !_me.IsHere && _said.All.Count > 0, Within);
        var reached = false;
        using var gate = new CircuitGate(_me);
        await gate.OnCircuitOpenedAsync(null!, CancellationToken.None);
        await gate.CreateInboundActivityHandler(_ =>
        {
            reached = true;
            return Task.CompletedTask;
        })(default!);
        reached.ShouldBeFalse("no click reaches the page any more");
        _said.All.ShouldBe(["The open page of ada has ended: access was taken away"]);
        await Deadline.Until(() => _browser.Calls.ToArray() is [("portal.signIn", null)], Within);
    }

    private Sessions Sessions() =>
        new(
            _store,
            new CallerReader(_store),
            Options.Create(new BrowserSessionOptions { Mode = SignInMode.Embedded }),
            _clock
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

    private sealed class OnGroups : NavigationManager
    {
        public OnGroups() => Initialize("http://portal/", "http://portal/groups");
    }

    private sealed class Browser : IJSRuntime
    {
        private int _asked;

        public ConcurrentQueue<(string Function, object? Argument)> Calls { get; } = [];

        /// <summary>What it brings of its cookie.</summary>
        public string Key { get; set; } = "";

        /// <summary>It has the page's own scripts.</summary>
        public bool HasScripts { get; init; } = true;

        /// <summary>It answers no question.</summary>
        public bool IsFrozen { get; set; }

        public int Asked => _asked;

        public ValueTask<T> InvokeAsync<T>(string identifier, object?[]? args) =>
            InvokeAsync<T>(identifier, CancellationToken.None, args);

        public ValueTask<T> InvokeAsync<T>(string identifier, CancellationToken cancellationToken, object?[]? args)
        {
            if (identifier == "portal.confirm")
            {
                Interlocked.Increment(ref _asked);
                if (IsFrozen)
                {
                    return new(new TaskCompletionSource<T>().Task.WaitAsync(cancellationToken));
                }

                return new((T)(object)Key);
            }

            Calls.Enqueue((identifier, args?.SingleOrDefault()));
            return HasScripts || identifier == "location.assign"
                ? default(ValueTask<T>)
                : ValueTask.FromException<T>(new JSException($"Could not find '{identifier}'."));
        }
    }

    /// <summary>The store, with something that happens before it is asked.</summary>
    private sealed class Store(string connection) : IDbContextFactory<PortalDb>
    {
        private readonly IDbContextFactory<PortalDb> _real = new ServiceCollection()
            .AddPortalStore(connection)
            .BuildServiceProvider()
            .GetRequiredService<IDbContextFactory<PortalDb>>();

        public Action? Before { get; set; }

        public int Asked { get; private set; }

        public PortalDb CreateDbContext()
        {
            Asked++;
            Before?.Invoke();
            return _real.CreateDbContext();
        }
    }
}
