using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Portal.Core.People;
using Portal.Web.Preferences;

namespace Portal.Web.Identity;

/// <summary>Choose who you are among the seeded people. No password: whoever reaches the portal may be anybody, and the banner says so.</summary>
internal sealed class EmbeddedSignIn(PeopleDirectory people, Sessions sessions) : ISignInMethod
{
    public SignInMode Mode => SignInMode.Embedded;

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/sign-in", Choices).AllowAnonymous().ExcludeFromDescription();
        routes.MapPost("/sign-in", SignIn).AllowAnonymous().ExcludeFromDescription();
    }

    private async Task<IResult> Choices(HttpContext http, string? to, CancellationToken stop)
    {
        var teams = (await people.Roles(stop)).ToLookup(held => held.Person.Id, held => held.Team.Title);
        var choices = (await people.Seeded(stop))
            .Select(person => new SignInChoice(
                person.Handle,
                person.Name,
                person.About,
                [.. teams[person.Id].Distinct(StringComparer.Ordinal)]
            ))
            .ToList();
        return new RazorComponentResult<SignInPage>(
            new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                [nameof(SignInPage.People)] = choices,
                [nameof(SignInPage.To)] = ReturnAddress.Within(to),
                [nameof(SignInPage.SignedInAs)] = http.User.Identity?.Name,
                [nameof(SignInPage.Theme)] = BrowserPreferences.From(http.Request).Theme,
            }
        );
    }

    private async Task<RedirectHttpResult> SignIn(
        HttpContext http,
        [FromForm] string handle,
        [FromForm] string? to,
        CancellationToken stop
    )
    {
        if ((await people.Seeded(stop)).SingleOrDefault(seeded => seeded.Handle == handle) is not { } person)
        {
            return TypedResults.LocalRedirect("/sign-in");
        }

        var key = await sessions.Begin(
            person,
            "Signed in by choosing a seeded person.",
            stop,
            SessionCookie.PlaceOf(http)
        );
        await SessionCookie.Begin(http, person, key, new Claim(SessionCookie.EvaluationClaim, "true"));
        return TypedResults.LocalRedirect(ReturnAddress.Within(to));
    }
}
