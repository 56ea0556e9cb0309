using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Portal.Core.People;
using Portal.Web.Preferences;

namespace Portal.Web.Identity.OpenId;

/// <summary>The way to the provider for somebody who is signed in and proves once more who they are, and where it ends.</summary>
internal static class SignedInAgain
{
    /// <summary>For a tab of its own: what was typed in the one before stays there.</summary>
    public const string Address = "/sign-in/again";
    private const string Done = "/sign-in/again/done";

    /// <summary>From the sign-in at the provider to the page that says it is done.</summary>
    private static readonly TimeSpan LongestWayBack = TimeSpan.FromMinutes(1);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Address, Begin).AllowAnonymous().ExcludeFromDescription();
        routes.MapGet(Done, Finished).AllowAnonymous().ExcludeFromDescription();
        SealedKey.Map(routes);
    }

    private static RedirectHttpResult Begin(HttpContext http, Me me) =>
        me.IsHere && http.User.FindFirstValue(SessionCookie.ProviderClaim) is { } key
            ? TypedResults.LocalRedirect($"/sign-in/{key}?again=true&to={Uri.EscapeDataString(Done)}")
            : TypedResults.LocalRedirect("/sign-in");

    private static async Task<IResult> Finished(HttpContext http, Me me, Sessions sessions, TimeProvider time)
    {
        // Each open page asks the store then, so not for whoever merely comes here: the cookie is a new one.
        var cookie = (await http.AuthenticateAsync(SessionCookie.Scheme)).Properties;
        if (me.IsHere && time.GetUtcNow() - cookie?.IssuedUtc < LongestWayBack)
        {
            sessions.SomeEnded(); // the former key has: from now on the browser brings the new one to its open pages
        }

        return new RazorComponentResult<SignedInAgainPage>(
            new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                [nameof(SignedInAgainPage.Theme)] = BrowserPreferences.From(http.Request).Theme,
            }
        );
    }
}
