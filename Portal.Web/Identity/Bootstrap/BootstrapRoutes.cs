using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Portal.Core;
using Portal.Core.People.Bootstrap;
using Portal.Web.Preferences;

namespace Portal.Web.Identity.Bootstrap;

/// <summary>
/// Sign-in of the bootstrap administrator, beside whichever other sign-in there is. Opening the page does nothing, and the code of its link
/// lies behind the #: what only looks at a link uses none up.
/// </summary>
internal sealed class BootstrapRoutes(BootstrapLinks links, BootstrapSetup setup, BootstrapSignIn signIn)
{
    public const string Address = "/sign-in/bootstrap";

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Address, Show).AllowAnonymous().ExcludeFromDescription();
        routes.MapPost(Address, SignIn).AllowAnonymous().ExcludeFromDescription();
        routes.MapPost($"{Address}/setup", SetUp).AllowAnonymous().ExcludeFromDescription();
        routes.MapPost($"{Address}/password", Change).AllowAnonymous().ExcludeFromDescription();
    }

    /// <summary>Whether this request's session is the bootstrap administrator's.</summary>
    public static bool IsMine(ClaimsPrincipal user) => user.HasClaim(SessionCookie.BootstrapClaim, "true");

    private async Task<IResult> Show(HttpContext http, CancellationToken stop) =>
        await PageWith(http, refused: null, stop);

    private async Task<IResult> SetUp(
        HttpContext http,
        [FromForm] string code,
        [FromForm] string password,
        [FromForm] string repeated,
        CancellationToken stop
    ) =>
        await Begin(
            http,
            await setup.SetUp(new BootstrapWish(code, password, repeated), SessionCookie.PlaceOf(http), stop),
            stop,
            code
        );

    private async Task<IResult> SignIn(HttpContext http, [FromForm] string password, CancellationToken stop) =>
        await Begin(http, await signIn.SignIn(password, SessionCookie.PlaceOf(http), stop), stop);

    private async Task<IResult> Change(
        HttpContext http,
        Me me,
        [FromForm] string present,
        [FromForm] string password,
        [FromForm] string repeated,
        CancellationToken stop
    ) =>
        me.IsHere
            ? await Begin(
                http,
                await signIn.Change(
                    me.Known,
                    present,
                    new BootstrapWish("", password, repeated),
                    SessionCookie.PlaceOf(http),
                    stop
                ),
                stop
            )
            : TypedResults.LocalRedirect(Address);

    private async Task<IResult> Begin(
        HttpContext http,
        Outcome<BootstrapSession> outcome,
        CancellationToken stop,
        string? code = null
    )
    {
        if (outcome is not Outcome<BootstrapSession>.Done(var (person, key)))
        {
            return await PageWith(http, ((Outcome<BootstrapSession>.Refused)outcome).Why, stop, code);
        }

        await SessionCookie.Begin(http, person, key, new Claim(SessionCookie.BootstrapClaim, "true"));
        return TypedResults.LocalRedirect("/");
    }

    private async Task<RazorComponentResult<BootstrapPage>> PageWith(
        HttpContext http,
        Refusal? refused,
        CancellationToken stop,
        string? code = null
    )
    {
        var state = await links.State(stop);
        return new(
            new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                [nameof(BootstrapPage.State)] = state,
                [nameof(BootstrapPage.IsMine)] = IsMine(http.User),
                [nameof(BootstrapPage.Code)] = refused is { Kind: RefusalKind.Invalid } ? code : null,
                [nameof(BootstrapPage.HasInitialPassword)] = await links.TakesInitialPassword(stop),
                [nameof(BootstrapPage.Refused)] = refused,
                [nameof(BootstrapPage.Theme)] = BrowserPreferences.From(http.Request).Theme,
            }
        )
        {
            StatusCode = refused is null
                ? Status(state)
                : refused.Kind switch
                {
                    RefusalKind.Invalid => StatusCodes.Status400BadRequest,
                    RefusalKind.Conflict => StatusCodes.Status409Conflict,
                    _ => StatusCodes.Status403Forbidden,
                },
        };
    }

    private static int Status(BootstrapState state) =>
        state == BootstrapState.Closed ? StatusCodes.Status403Forbidden : StatusCodes.Status200OK;
}
