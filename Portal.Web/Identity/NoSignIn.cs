using Microsoft.AspNetCore.Http.HttpResults;
using Portal.Core.People;
using Portal.Core.People.Bootstrap;
using Portal.Web.Preferences;

namespace Portal.Web.Identity;

/// <summary>Nobody signs in on a page: the page says what to set, and so does the log at start. Tokens still work.</summary>
internal sealed partial class NoSignIn(BootstrapLinks bootstrap, ILogger<NoSignIn> log) : ISignInMethod
{
    public const string Remedy =
        $"Set {IdentityOptions.Section}:{nameof(IdentityOptions.Mode)} to OpenIdConnect and a provider under Portal:SignIn:Providers (see docs/guide/sign-in.md).";

    public SignInMode Mode => SignInMode.None;

    public void Map(IEndpointRouteBuilder routes)
    {
        LogNotConfigured(Remedy);
        routes.MapGet("/sign-in", Explained).AllowAnonymous().ExcludeFromDescription();
    }

    private async Task<IResult> Explained(HttpContext http, CancellationToken stop) =>
        new RazorComponentResult<SignInProblemPage>(
            new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                [nameof(SignInProblemPage.Title)] = "Sign-in is not configured",
                [nameof(SignInProblemPage.Words)] = $"Nobody can sign in to this portal yet. {Remedy}",
                [nameof(SignInProblemPage.IsBootstrapOpen)] = await bootstrap.IsOffered(stop),
                [nameof(SignInProblemPage.SignedInAs)] = http.User.Identity?.Name,
                [nameof(SignInProblemPage.Theme)] = BrowserPreferences.From(http.Request).Theme,
            }
        )
        {
            StatusCode = StatusCodes.Status503ServiceUnavailable,
        };

    [LoggerMessage(LogLevel.Warning, "Nobody can sign in: no sign-in is configured. {Remedy}")]
    private partial void LogNotConfigured(string remedy);
}
