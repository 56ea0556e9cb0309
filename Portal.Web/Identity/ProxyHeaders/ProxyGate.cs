using Microsoft.Extensions.Options;
using Portal.Core.People;
using Portal.Core.People.Federation;
using Portal.Core.Store;

namespace Portal.Web.Identity.ProxyHeaders;

/// <summary>
/// The first look at each request's headers: those of the sign-in proxy are read, and taken off whatever they are. The API reads none: a browser sends a
/// proxy's cookie with the requests of other sites too, and calls of the API have no other proof that a page of the portal made them.
/// </summary>
internal static class ProxyGate
{
    private static readonly object Unread = new();

    private const string Elsewhere =
        "This portal learns who you are from its sign-in proxy alone, and this request carries that proxy's headers from somewhere else. Open the portal by its usual address.";

    /// <summary>Before forwarded headers: they would put another address in the place of the peer's.</summary>
    /// <param name="unread">Requests whose headers are taken off unread.</param>
    public static void UseProxyGate(this WebApplication app, Func<HttpContext, bool> unread)
    {
        if (app.Services.GetRequiredService<IOptions<IdentityOptions>>().Value.Mode == SignInMode.ProxyHeader)
        {
            var statements = app.Services.GetRequiredService<ProxyStatements>();
            app.Use((http, next) => Look(http, statements, unread(http), next));
        }
    }

    /// <summary>Whether the request's headers were taken off unread: no session counts there, and none ends for the lack of them.</summary>
    public static bool IsUnread(HttpContext http) => http.Items.ContainsKey(Unread);

    private static async Task Look(HttpContext http, ProxyStatements statements, bool isUnread, RequestDelegate next)
    {
        if (isUnread)
        {
            http.Items[Unread] = true;
        }
        else if (statements.AreIn(http.Request))
        {
            if (!statements.IsFromProxy(http))
            {
                await Note(http, "no proxy is known there");
                http.Response.StatusCode = StatusCodes.Status403Forbidden;
                await http.Response.WriteAsync(Elsewhere, http.RequestAborted);
                return;
            }

            if (!statements.IsProved(http))
            {
                await Note(http, "the proxy's secret was missing or wrong");
            }
            else if (statements.Read(http.Request) is { } statement)
            {
                http.Features.Set(statement);
            }
        }

        statements.Strip(http.Request);
        await next(http);
    }

    private static async Task Note(HttpContext http, string why)
    {
        var refused = http.RequestServices.GetRequiredService<RefusedStatements>();
        try
        {
            await refused.Note(SessionCookie.PlaceOf(http).Address, why, http.RequestAborted);
        }
        catch (Exception failure) when (StoreFailure.IsSilence(failure))
        {
            // It is counted; the request is refused all the same.
        }
    }
}
