using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Portal.Core.People;
using Portal.Core.People.Bootstrap;
using Portal.Core.People.Federation;
using Portal.Web.Identity.Bootstrap;
using Portal.Web.Identity.OpenId;
using Portal.Web.Preferences;

namespace Portal.Web.Identity.ProxyHeaders;

/// <summary>Sign-in by a proxy in front: whoever it has signed in comes in by opening a page.</summary>
internal sealed class ProxySignIn(
    IOptions<ProxySignInOptions> options,
    ProblemPages pages,
    FederationSetup setup,
    IdentityJoin join,
    ProxiedSessions sessions,
    BootstrapLinks bootstrap,
    BootstrapClosing closing
) : ISignInMethod
{
    public SignInMode Mode => SignInMode.ProxyHeader;

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/sign-in", SignIn).AllowAnonymous().ExcludeFromDescription();
        routes
            .MapGet(ProxyConfirmation.Address, () => TypedResults.NoContent())
            .AllowAnonymous()
            .ExcludeFromDescription();
    }

    /// <summary>Where somebody signs out whom the proxy signed in; null when they came otherwise.</summary>
    public static ProviderSignOut.Destination? SignOut(HttpContext http) =>
        http.User.FindFirstValue(SessionCookie.ProviderClaim) == ProxyStatements.Key
        && http.RequestServices.GetRequiredService<IOptions<ProxySignInOptions>>().Value is { } options
            ? new ProviderSignOut.Destination(options.Title, options.SignOutAddress)
            : null;

    private async Task<IResult> SignIn(HttpContext http, string? to, CancellationToken stop)
    {
        if (http.User.Identity is { IsAuthenticated: true, Name: var name })
        {
            return to is null
                ? await ProblemPage(
                    http,
                    "You are signed in",
                    BootstrapRoutes.IsMine(http.User)
                        ? "You are signed in as bootstrap administrator."
                        : $"{options.Value.Title} signed you in.",
                    name,
                    stop
                )
                : TypedResults.LocalRedirect(ReturnAddress.Within(to));
        }

        if (http.Features.Get<ProxyStatement>() is not { Answer: var stated })
        {
            return await ProblemPage(
                http,
                "Open the portal through the sign-in proxy",
                $"This request came without proof of who you are from {options.Value.Title}. Open the portal by its usual address; if you did, the proxy's address, its secret or its headers aren't what the portal's settings name.",
                name: null,
                stop
            );
        }

        await setup.Done.WaitAsync(stop);
        var joined = await join.Join(stated, stop);
        if (joined is not Joined.Welcome)
        {
            var problem = joined is Joined.Disabled ? SignInProblem.Disabled : SignInProblem.NoRole;
            return await pages.Of(http, ProxyStatements.Key, problem, to);
        }

        var key = await sessions.Begin(joined.Person, stated, SessionCookie.PlaceOf(http), stop);
        await SessionCookie.Begin(
            http,
            joined.Person,
            key,
            new Claim(SessionCookie.ProviderClaim, ProxyStatements.Key)
        );
        await closing.After(joined.Person, stop);
        return TypedResults.LocalRedirect(ReturnAddress.Within(to));
    }

    private async Task<RazorComponentResult<SignInProblemPage>> ProblemPage(
        HttpContext http,
        string title,
        string words,
        string? name,
        CancellationToken stop
    ) =>
        new(
            new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                [nameof(SignInProblemPage.Title)] = title,
                [nameof(SignInProblemPage.Words)] = words,
                [nameof(SignInProblemPage.SignedInAs)] = name,
                [nameof(SignInProblemPage.IsBootstrapOpen)] = name is null && await bootstrap.IsOffered(stop),
                [nameof(SignInProblemPage.Theme)] = BrowserPreferences.From(http.Request).Theme,
            }
        )
        {
            StatusCode = name is null ? StatusCodes.Status403Forbidden : StatusCodes.Status200OK,
        };
}
