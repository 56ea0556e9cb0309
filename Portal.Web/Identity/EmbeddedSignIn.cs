using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Audit;
using Portal.Core.Store;
using Portal.Core.Teams;
using Portal.Web.Preferences;

namespace Portal.Web.Identity;

/// <summary>Choose who you are among the seeded people. No password: whoever reaches the portal may be anybody, and the banner says so.</summary>
internal sealed class EmbeddedSignIn(IDbContextFactory<PortalDb> store, TimeProvider time) : ISignInMethod
{
    public IdentityMode Mode => IdentityMode.Embedded;

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/sign-in", Choices).AllowAnonymous().ExcludeFromDescription();
        routes.MapPost("/sign-in", SignIn).AllowAnonymous().ExcludeFromDescription();
    }

    private async Task<RazorComponentResult<SignInPage>> Choices(HttpContext http, string? to, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        var people = await Seeded(db)
            .OrderBy(p => p.Id)
            .Select(p => new SignInChoice(
                p.Handle,
                p.Name,
                p.About,
                db.Memberships.Where(m => m.PersonId == p.Id)
                    .Join(db.Teams, m => m.TeamId, t => t.Id, (m, t) => t.Title)
                    .Distinct()
                    .ToList()
            ))
            .ToListAsync(stop);
        return new RazorComponentResult<SignInPage>(
            new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                [nameof(SignInPage.People)] = people,
                [nameof(SignInPage.To)] = WithinThePortal(to),
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
        await using var db = await store.CreateDbContextAsync(stop);
        if (await Seeded(db).SingleOrDefaultAsync(p => p.Handle == handle, stop) is not { } person)
        {
            return TypedResults.LocalRedirect("/sign-in");
        }

        db.AuditEvents.Add(
            new AuditEvent
            {
                At = time.GetUtcNow(),
                Actor = new Actor(person.Handle, ActorVia.Page),
                Kind = "person.signed-in",
                Subject = person.Handle,
                Words = "Signed in by choosing a seeded person.",
            }
        );
        await db.SaveChangesAsync(stop);
        await SessionCookie.Begin(http, person, new Claim(SessionCookie.EvaluationClaim, "true"));
        return TypedResults.LocalRedirect(WithinThePortal(to));
    }

    private static IQueryable<Person> Seeded(PortalDb db) =>
        db.People.AsNoTracking().Where(p => p.IsSeeded && p.DisabledAt == null);

    // What follows a sign-in never leads to another site: "//evil" and "/\evil" do in browsers.
    private static string WithinThePortal(string? to) =>
        to is ['/', ..]
        && !to.StartsWith("//", StringComparison.Ordinal)
        && !to.Contains('\\', StringComparison.Ordinal)
            ? to
            : "/";
}
