using Microsoft.Extensions.Options;
using Microsoft.JSInterop;
using Portal.Core.People;
using Portal.Core.People.Federation;

namespace Portal.Web.Identity.ProxyHeaders;

/// <summary>Whether the sign-in proxy still states who a session's person is. Without that mode each session counts by itself.</summary>
internal sealed class ProxyConfirmation(ProxiedSessions sessions, IOptions<IdentityOptions> identity)
{
    /// <summary>Where an open page has itself confirmed: what is sent there passes the proxy, as a connection that is open doesn't.</summary>
    public const string Address = "/session-confirmation";

    /// <summary>A page isn't waited for longer.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);

    private bool IsOn => identity.Value.Mode == SignInMode.ProxyHeader;

    public async Task<bool> Counts(HttpContext http, string key) =>
        !IsOn || await sessions.Confirm(key, http.Features.Get<ProxyStatement>()?.Answer, http.RequestAborted);

    /// <summary>Has the browser of an open page send a request through the proxy. One that doesn't ends when its session lapses.</summary>
    public async Task Renew(IJSRuntime browser, CancellationToken closed)
    {
        if (!IsOn)
        {
            return;
        }

        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(closed);
        waiting.CancelAfter(LongestWait);
        try
        {
            await browser.InvokeVoidAsync("portal.confirm", waiting.Token, Address);
        }
        catch (Exception failure) when (failure is JSException or OperationCanceledException or JSDisconnectedException)
        {
            // The session says whether it was confirmed.
        }
    }
}
