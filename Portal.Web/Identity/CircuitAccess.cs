using System.Security.Claims;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.Extensions.Options;
using Microsoft.JSInterop;
using Portal.Core.People;
using Portal.Core.Store;
using Portal.Core.Teams;
using Portal.Web.Identity.ProxyHeaders;

namespace Portal.Web.Identity;

/// <summary>
/// Guards one circuit: it opens with the caller read from the store, reads it again while it is open, and when the person has lost access
/// shows nothing more and brings the browser to the sign-in. <see cref="CircuitGate"/> takes no further event then.
/// </summary>
internal sealed partial class CircuitAccess(
    Me me,
    StoreWatch store,
    Sessions sessions,
    CircuitSession session,
    AuthenticationStateProvider state,
    ProxyConfirmation proxy,
    IJSRuntime browser,
    SignInRedirect signIn,
    TimeProvider time,
    IOptions<IdentityOptions> options,
    IHostApplicationLifetime host,
    ILogger<CircuitAccess> log
) : CircuitHandler, IDisposable
{
    private static readonly ClaimsPrincipal Nobody = new(new ClaimsIdentity());

    // Circuits aren't closed when the host stops, but what they ask is gone then.
    private readonly CancellationTokenSource _closing = CancellationTokenSource.CreateLinkedTokenSource(
        host.ApplicationStopping
    );
    private string? _handle;
    private bool _hasEnded;

    public override async Task OnCircuitOpenedAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        var closed = _closing.Token;
        var user = (await state.GetAuthenticationStateAsync()).User;
        _handle = user.FindFirstValue(SessionCookie.HandleClaim);
        if (_handle is not null)
        {
            session.Open(user.FindFirstValue(SessionCookie.KeyClaim) ?? "");
            await HasEnded(cancellationToken);
            var every = options.Value.RecheckEvery;
            var recheck = time.CreateTimer(_ => _ = Watched(LookRenewed, closed), state: null, every, every);
            closed.Register(recheck.Dispose);
            void SessionEnded() => _ = Watched(LookAgain, closed);
            sessions.Ended += SessionEnded;
            closed.Register(() => sessions.Ended -= SessionEnded);
        }
    }

    public override Task OnConnectionUpAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        if (_hasEnded)
        {
            _ = Watched(signIn.Go, _closing.Token); // it answers only once this is over
        }

        return Task.CompletedTask;
    }

    public override Task OnCircuitClosedAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        Dispose();
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        if (!_closing.IsCancellationRequested)
        {
            _closing.Cancel();
        }

        _closing.Dispose();
    }

    private async Task LookRenewed(CancellationToken closed)
    {
        await proxy.Renew(browser, closed);
        await LookAgain(closed);
    }

    private async Task LookAgain(CancellationToken closed)
    {
        if (await HasEnded(closed))
        {
            await signIn.Go(closed);
        }
    }

    private async Task Watched(Func<CancellationToken, Task> act, CancellationToken closed)
    {
        try
        {
            await act(closed);
        }
        catch (Exception) when (closed.IsCancellationRequested)
        {
            // The circuit or the host has ended meanwhile: cancelled, or what it asked is disposed of already.
        }
        catch (Exception wrong)
        {
            // A store that doesn't answer is no reason to throw everybody out; every act asks it anyway. Of its silence the log has one line.
            var isSilence = StoreFailure.IsSilence(wrong);
            var level = isSilence && store.SilentSince is not null ? LogLevel.Debug : LogLevel.Warning;
            var why = wrong.GetBaseException().Message;
            LogNotChecked(level, _handle!, why, isSilence ? null : wrong);
        }
    }

    /// <returns>True once: when access was found to have ended.</returns>
    private async Task<bool> HasEnded(CancellationToken stop)
    {
        var present = await session.Look(stop);
        lock (_closing)
        {
            // A look that began before the end must not let the person in again when it comes back after it.
            if (_hasEnded)
            {
                return false;
            }

            _hasEnded = present is null;
            me.Is(present);
        }

        if (present is null && state is ServerAuthenticationStateProvider server)
        {
            server.SetAuthenticationState(Task.FromResult(new AuthenticationState(Nobody)));
            LogEnded(_handle!);
        }

        return present is null;
    }

    [LoggerMessage(LogLevel.Information, "The open page of {Person} has ended: access was taken away")]
    private partial void LogEnded(string person);

    [LoggerMessage(Message = "Whether {Person} is still signed in could not be checked: {Reason}")]
    private partial void LogNotChecked(LogLevel level, string person, string reason, Exception? wrong);
}
