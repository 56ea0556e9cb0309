using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Portal.Core.People.Bootstrap;
using Portal.Core.People.Federation;
using Portal.Web.Preferences;

namespace Portal.Web.Identity.OpenId;

/// <summary>The page for somebody who was not signed in: what happened, whom to ask, and the way back.</summary>
internal sealed class ProblemPages(
    IOptions<SignInOptions> options,
    ConfiguredProviders providers,
    BootstrapLinks bootstrap
)
{
    /// <param name="to">Where the person wanted to go.</param>
    public async Task<RazorComponentResult<SignInProblemPage>> Of(
        HttpContext http,
        string key,
        SignInProblem problem,
        string? to
    )
    {
        var (title, words) = problem.InWords(providers.Find(key)!.Title);
        return new(
            new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                [nameof(SignInProblemPage.Title)] = title,
                [nameof(SignInProblemPage.Words)] = words,
                [nameof(SignInProblemPage.Contact)] = options.Value.Contact,
                [nameof(SignInProblemPage.Again)] = $"/sign-in?to={Uri.EscapeDataString(ReturnAddress.Within(to))}",
                [nameof(SignInProblemPage.IsBootstrapOpen)] = await bootstrap.IsOffered(http.RequestAborted),
                [nameof(SignInProblemPage.Theme)] = BrowserPreferences.From(http.Request).Theme,
            }
        )
        {
            StatusCode = problem.Status(),
        };
    }
}
