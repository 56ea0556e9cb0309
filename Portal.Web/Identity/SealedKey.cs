using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.JSInterop;

namespace Portal.Web.Identity;

/// <summary>
/// The key of a session on its way from the browser's cookie, which scripts can't read, to an open page: sealed, so that nobody else can use it. Only a
/// browser that has the cookie brings it.
/// </summary>
internal sealed class SealedKey(IDataProtectionProvider protection, TimeProvider time)
{
    private const string Address = "/session-key";

    /// <summary>A browser isn't waited for longer.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);

    /// <summary>It is opened as soon as it is there.</summary>
    private static readonly TimeSpan SealLasts = TimeSpan.FromMinutes(1);

    private readonly ITimeLimitedDataProtector _seal = protection
        .CreateProtector("Portal.SessionKey")
        .ToTimeLimitedDataProtector();

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet(Address, Bring).AllowAnonymous().ExcludeFromDescription();

    public string Of(string key) => _seal.Protect(key, SealLasts);

    /// <returns>The key that the browser of an open page has by now; empty when it has none, null when nothing is known: it doesn't answer, or can't reach us.</returns>
    public async Task<string?> Ask(IJSRuntime browser, CancellationToken closed)
    {
        using var late = new CancellationTokenSource(LongestWait, time);
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(closed, late.Token);
        try
        {
            var brought = await browser.InvokeAsync<string?>("portal.confirm", waiting.Token, Address);
            return string.IsNullOrEmpty(brought) ? brought : _seal.Unprotect(brought);
        }
        catch (Exception failure) when (!closed.IsCancellationRequested && IsNone(failure))
        {
            return "";
        }
        catch (Exception failure) when (!closed.IsCancellationRequested && IsSilence(failure))
        {
            return null;
        }
    }

    private static ContentHttpResult Bring(HttpContext http, SealedKey sealedKey)
    {
        http.Response.Headers.CacheControl = "no-store";
        return TypedResults.Text(http.User.FindFirstValue(SessionCookie.KeyClaim) is { } key ? sealedKey.Of(key) : "");
    }

    // It has no such cookie, or answers with something else.
    private static bool IsNone(Exception failure) => failure is JSException or CryptographicException;

    // Its connection is down, for now or for good, or the browser has frozen the page.
    private static bool IsSilence(Exception failure) =>
        failure is JSDisconnectedException or OperationCanceledException or InvalidOperationException;
}
