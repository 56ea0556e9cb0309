using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Portal.Core.People;
using Portal.Core.Teams;
using Portal.Web.Identity.ProxyHeaders;

namespace Portal.Web.Identity;

/// <summary>
/// The session of a browser. It carries the key of a session and nothing that decides: what the person may do is read from the
/// store at every request, so that a role taken away or a person disabled counts at once.
/// </summary>
internal static class SessionCookie
{
    public const string Scheme = "session";
    private const int LongestBrowser = 300;

    /// <summary>Carries the key of the session.</summary>
    public const string KeyClaim = "sid";

    /// <summary>Set by the embedded sign-in on each principal it makes.</summary>
    public const string EvaluationClaim = "portal:evaluation";

    /// <summary>Set on the session of the bootstrap administrator.</summary>
    public const string BootstrapClaim = "portal:bootstrap";

    /// <summary>Carries the key of the provider where the person signed in, if they did.</summary>
    public const string ProviderClaim = "portal:provider";

    /// <summary>Carries the handle; the name claim is for showing.</summary>
    public const string HandleClaim = ClaimTypes.NameIdentifier;

    public static void Configure(CookieAuthenticationOptions cookie, TimeSpan length)
    {
        cookie.Cookie = new DoorCookie
        {
            Name = "portal-session",
            HttpOnly = true,
            SameSite = SameSiteMode.Lax,
            IsEssential = true,
        };
        cookie.LoginPath = "/sign-in";
        cookie.AccessDeniedPath = "/sign-in";
        cookie.ReturnUrlParameter = "to";
        cookie.ExpireTimeSpan = length;
        cookie.SlidingExpiration = true;
        cookie.Events.OnValidatePrincipal = StillWelcome;
    }

    /// <summary>Rotated at every sign-in: whatever cookie the browser came with is replaced by a new session.</summary>
    public static Task Begin(HttpContext http, Person person, string key, params Claim[] more) =>
        Begin(http, person, key, new AuthenticationProperties(), more);

    /// <param name="kept">What the cookie keeps besides: tokens of a provider.</param>
    public static async Task Begin(
        HttpContext http,
        Person person,
        string key,
        AuthenticationProperties kept,
        params Claim[] more
    )
    {
        await End(http);
        await Keep(http, person, key, kept, more);
    }

    /// <summary>The browser's session goes on, under another key.</summary>
    /// <inheritdoc cref="Begin(HttpContext, Person, string, AuthenticationProperties, Claim[])"/>
    public static async Task Keep(
        HttpContext http,
        Person person,
        string key,
        AuthenticationProperties kept,
        params Claim[] more
    )
    {
        var identity = new ClaimsIdentity(
            [
                new Claim(HandleClaim, person.Handle),
                new Claim(ClaimTypes.Name, person.Name),
                new Claim(KeyClaim, key),
                .. more,
            ],
            Scheme
        );
        await http.SignInAsync(Scheme, new ClaimsPrincipal(identity), kept);
    }

    /// <summary>Where a session begins, as its row keeps it.</summary>
    public static SessionPlace PlaceOf(HttpContext http)
    {
        var browser = http.Request.Headers.UserAgent.ToString().Where(letter => !char.IsControl(letter));
        return new(string.Concat(browser.Take(LongestBrowser)), http.Connection.RemoteIpAddress?.ToString() ?? "");
    }

    /// <summary>Ends the session for good, wherever its cookie has gone.</summary>
    public static async Task End(HttpContext http)
    {
        if (http.User.FindFirstValue(KeyClaim) is { } key)
        {
            await http.RequestServices.GetRequiredService<Sessions>().End(key, CancellationToken.None);
        }

        await http.SignOutAsync(Scheme);
    }

    private static async Task StillWelcome(CookieValidatePrincipalContext context)
    {
        if (ProxyGate.IsUnread(context.HttpContext))
        {
            context.RejectPrincipal(); // the cookie stays: a browser sends it to these addresses as well
            return;
        }

        var services = context.HttpContext.RequestServices;
        var present =
            context.Principal?.FindFirstValue(KeyClaim) is { } key
            && await services.GetRequiredService<ProxyConfirmation>().Counts(context.HttpContext, key)
                ? await services.GetRequiredService<Sessions>().Caller(key, context.HttpContext.RequestAborted)
                : null;
        if (present is null)
        {
            // The cookie stays: this browser may have another one by now, which an answer must not delete.
            context.RejectPrincipal();
            return;
        }

        services.GetRequiredService<Me>().Is(present);
    }
}

/// <summary>
/// Secure, except where a browser came over plain http to this very machine: there is no network to listen on, and a
/// Secure cookie would not come back.
/// </summary>
internal sealed class DoorCookie : CookieBuilder
{
    private static readonly string[] Loopback = ["localhost", "127.0.0.1", "[::1]"];

    public override CookieOptions Build(HttpContext context, DateTimeOffset expiresFrom)
    {
        var options = base.Build(context, expiresFrom);
        options.Secure =
            context.Request.IsHttps || !Loopback.Contains(context.Request.Host.Host, StringComparer.OrdinalIgnoreCase);
        return options;
    }
}
