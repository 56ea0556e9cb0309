using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Portal.Core.People;
using Portal.Core.People.Bootstrap;
using Portal.Core.People.Federation;
using Portal.Web.Preferences;

namespace Portal.Web.Identity.OpenId;

/// <summary>Sign-in at an identity provider: the choice, and the way there.</summary>
internal sealed partial class OpenIdSignIn(
    IOptionsMonitor<OpenIdOptions> schemes,
    ConfiguredProviders providers,
    ProblemPages pages,
    BackChannelSignOut backChannel,
    BootstrapLinks bootstrap,
    TimeProvider time,
    ILogger<OpenIdSignIn> log
) : ISignInMethod
{
    public SignInMode Mode => SignInMode.OpenIdConnect;

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/sign-in", Choices).AllowAnonymous().ExcludeFromDescription();
        routes.MapGet("/sign-in/{key}", Begin).AllowAnonymous().ExcludeFromDescription();
        SignedInAgain.Map(routes);
        backChannel.Map(routes);
    }

    private async Task<IResult> Choices(HttpContext http, string? to, CancellationToken stop) =>
        new RazorComponentResult<ProvidersPage>(
            new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                [nameof(ProvidersPage.Providers)] = providers.All,
                [nameof(ProvidersPage.To)] = ReturnAddress.Within(to),
                [nameof(ProvidersPage.IsBootstrapOpen)] = await bootstrap.IsOffered(stop),
                [nameof(ProvidersPage.SignedInAs)] = http.User.Identity?.Name,
                [nameof(ProvidersPage.Theme)] = BrowserPreferences.From(http.Request).Theme,
            }
        );

    /// <param name="again">Whoever is signed in proves once more who they are; nobody else can.</param>
    private async Task<IResult> Begin(
        HttpContext http,
        Me me,
        string key,
        string? to,
        bool? again,
        CancellationToken stop
    )
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

        var properties = new AuthenticationProperties { RedirectUri = ReturnAddress.Within(to) };
        if (again is true && me is { IsHere: true, Caller.Session: { } session })
        {
            new SignInAgain(session, time.GetUtcNow()).Travel(properties);
        }

        return TypedResults.Challenge(properties, [scheme]);
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

    [LoggerMessage(LogLevel.Warning, "A sign-in through {Provider} was refused: {Problem}")]
    private partial void LogRefused(string provider, SignInProblem problem, Exception failure);
}
