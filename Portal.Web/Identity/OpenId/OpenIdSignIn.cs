using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Portal.Core.People;
using Portal.Core.People.Bootstrap;
using Portal.Core.People.Federation;
using Portal.Web.Preferences;

namespace Portal.Web.Identity.OpenId;

/// <summary>Sign-in at an identity provider: the choice, the way there, and what becomes of the answer.</summary>
internal sealed partial class OpenIdSignIn(
    IOptionsMonitor<OpenIdOptions> schemes,
    ConfiguredProviders providers,
    ProblemPages pages,
    FederationSetup setup,
    IdentityJoin join,
    Sessions sessions,
    BootstrapLinks bootstrap,
    BootstrapClosing closing,
    ILogger<OpenIdSignIn> log
) : ISignInMethod
{
    // A longer one would fill the headers of every request; signing out works without it, with a question more.
    private const int LongestKeptToken = 3000;

    public SignInMode Mode => SignInMode.OpenIdConnect;

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/sign-in", Choices).AllowAnonymous().ExcludeFromDescription();
        routes.MapGet("/sign-in/{key}", Begin).AllowAnonymous().ExcludeFromDescription();
    }

    private async Task<RazorComponentResult<ProvidersPage>> Choices(
        HttpContext http,
        string? to,
        CancellationToken stop
    ) =>
        new(
            new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                [nameof(ProvidersPage.Providers)] = providers.All,
                [nameof(ProvidersPage.To)] = ReturnAddress.Within(to),
                [nameof(ProvidersPage.IsBootstrapOpen)] = await bootstrap.IsOffered(stop),
                [nameof(ProvidersPage.SignedInAs)] = http.User.Identity?.Name,
                [nameof(ProvidersPage.Theme)] = BrowserPreferences.From(http.Request).Theme,
            }
        );

    private async Task<IResult> Begin(HttpContext http, string key, string? to, CancellationToken stop)
    {
        if (providers.Find(key) is null)
        {
            return TypedResults.LocalRedirect("/sign-in");
        }

        var scheme = OpenIdOptions.SchemeOf(key);
        try
        {
            await schemes.Get(scheme).Document.Read(stop);
        }
        catch (Exception failure) when (!stop.IsCancellationRequested)
        {
            return await pages.Of(http, key, Refuse(key, failure), to);
        }

        return TypedResults.Challenge(
            new AuthenticationProperties { RedirectUri = ReturnAddress.Within(to) },
            [scheme]
        );
    }

    /// <summary>The provider's answer was checked: begins the session of the person it is about, if they have a role here.</summary>
    public async Task Finish(string key, TicketReceivedContext ticket)
    {
        var http = ticket.HttpContext;
        await setup.Done.WaitAsync(http.RequestAborted);
        var answer = ProviderClaims.Read(providers.Find(key)!, ticket.Principal!);
        var joined = await join.Join(answer, http.RequestAborted);
        ticket.HandleResponse();
        if (joined is not Joined.Welcome)
        {
            var problem = joined is Joined.Disabled ? SignInProblem.Disabled : SignInProblem.NoRole;
            LogKeptOut(joined.Person.Handle, key, problem);
            await (await pages.Of(http, key, problem, ticket.ReturnUri)).ExecuteAsync(http);
            return;
        }

        // The provider's answer comes before anybody was recognised: whoever was signed in here before is signed out.
        http.User = (await http.AuthenticateAsync(SessionCookie.Scheme)).Principal ?? http.User;
        var session = await sessions.Begin(
            joined.Person,
            $"Signed in through {key}.",
            http.RequestAborted,
            SessionCookie.PlaceOf(http)
        );
        await SessionCookie.Begin(
            http,
            joined.Person,
            session,
            Kept(ticket.Properties!),
            new Claim(SessionCookie.ProviderClaim, key)
        );
        await closing.After(joined.Person, http.RequestAborted);
        http.Response.Redirect(ReturnAddress.Within(ticket.ReturnUri));
    }

    /// <summary>The answer was refused: says why.</summary>
    public async Task Fail(string key, RemoteFailureContext failed)
    {
        var to = failed.Properties?.RedirectUri;
        var page = await pages.Of(failed.HttpContext, key, Refuse(key, failed.Failure!), to);
        await page.ExecuteAsync(failed.HttpContext);
        failed.HandleResponse();
    }

    private SignInProblem Refuse(string key, Exception failure)
    {
        var problem = SignInProblems.Of(failure);
        LogRefused(key, problem, failure);
        return problem;
    }

    private static AuthenticationProperties Kept(AuthenticationProperties ticket)
    {
        var kept = new AuthenticationProperties();
        if (ticket.GetTokenValue(IdTokens.Name) is { Length: <= LongestKeptToken } token)
        {
            kept.StoreTokens([new AuthenticationToken { Name = IdTokens.Name, Value = token }]);
        }

        return kept;
    }

    [LoggerMessage(LogLevel.Warning, "A sign-in through {Provider} was refused: {Problem}")]
    private partial void LogRefused(string provider, SignInProblem problem, Exception failure);

    [LoggerMessage(LogLevel.Information, "{Person} came through {Provider} and was not let in: {Problem}")]
    private partial void LogKeptOut(string person, string provider, SignInProblem problem);
}
