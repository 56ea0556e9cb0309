using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Portal.Core;
using Portal.Core.People;
using Portal.Core.People.Bootstrap;
using Portal.Core.Teams;
using Portal.Web.Preferences;

namespace Portal.Web.Identity.Bootstrap;

/// <summary>
/// Sign-in of the bootstrap administrator, beside whichever other sign-in there is. Opening the page does nothing, and the code of its link
/// lies behind the #: what only looks at a link uses none up.
/// </summary>
internal sealed class BootstrapRoutes(
    BootstrapLinks links,
    BootstrapSetup setup,
    BootstrapSignIn signIn,
    Sessions sessions
)
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

    private async Task<IResult> Show(HttpContext http, CancellationToken stop) => await Page(http, refused: null, stop);

    private async Task<IResult> SetUp(
        HttpContext http,
        [FromForm] string code,
        [FromForm] string password,
        [FromForm] string repeated,
        CancellationToken stop
    ) =>
        await Begin(
            http,
            await setup.SetUp(new BootstrapWish(code, password, repeated), From(http), stop),
            "Signed in by setting up the bootstrap administrator.",
            stop,
            code
        );

    private async Task<IResult> SignIn(HttpContext http, [FromForm] string password, CancellationToken stop) =>
        await Begin(
            http,
            await signIn.SignIn(password, From(http), stop),
            "Signed in as bootstrap administrator, by password.",
            stop
        );

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
                await signIn.Change(me.Known, present, new BootstrapWish("", password, repeated), From(http), stop),
                "Signed in by changing the password of the bootstrap administrator.",
                stop
            )
            : TypedResults.LocalRedirect(Address);

    private async Task<IResult> Begin(
        HttpContext http,
        Outcome<Person> outcome,
        string how,
        CancellationToken stop,
        string? code = null
    )
    {
        if (outcome is not Outcome<Person>.Done(var person))
        {
            return await Page(http, ((Outcome<Person>.Refused)outcome).Why, stop, code);
        }

        var key = await sessions.Begin(person, how, stop, SessionCookie.PlaceOf(http));
        await SessionCookie.Begin(http, person, key, new Claim(SessionCookie.BootstrapClaim, "true"));
        return TypedResults.LocalRedirect("/");
    }

    private async Task<RazorComponentResult<BootstrapPage>> Page(
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
                [nameof(BootstrapPage.HasInitialPassword)] = setup.HasInitialPassword,
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

    private static string From(HttpContext http) => SessionCookie.PlaceOf(http).Address;
}
