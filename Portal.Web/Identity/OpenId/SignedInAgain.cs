using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Portal.Web.Preferences;

namespace Portal.Web.Identity.OpenId;

/// <summary>The way to the provider for somebody who is signed in and proves once more who they are, and where it ends.</summary>
internal static class SignedInAgain
{
    /// <summary>For a tab of its own: what was typed in the one before stays there.</summary>
    public const string Address = "/sign-in/again";
    private const string Done = "/sign-in/again/done";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Address, Begin).AllowAnonymous().ExcludeFromDescription();
        routes.MapGet(Done, Finished).AllowAnonymous().ExcludeFromDescription();
    }

    private static RedirectHttpResult Begin(HttpContext http, Me me) =>
        me.IsHere && http.User.FindFirstValue(SessionCookie.ProviderClaim) is { } key
            ? TypedResults.LocalRedirect($"/sign-in/{key}?again=true&to={Uri.EscapeDataString(Done)}")
            : TypedResults.LocalRedirect("/sign-in");

    private static IResult Finished(HttpContext http) =>
        new RazorComponentResult<SignedInAgainPage>(
            new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                [nameof(SignedInAgainPage.Theme)] = BrowserPreferences.From(http.Request).Theme,
            }
        );
}
