using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.HttpResults;
using Portal.Core.Store;
using Portal.Web.Preferences;

namespace Portal.Web.Layout;

/// <summary>
/// What kept a page from being served at all: before anything of it could run, who asks is looked up in the store. A
/// page of its own says what is the case, and comes back by itself where that is enough.
/// </summary>
internal sealed partial class PageFailures(StoreWatch store, ILogger<PageFailures> log) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(
        HttpContext httpContext,
        Exception exception,
        CancellationToken cancellationToken
    )
    {
        // A form without its token, most of all: who sends such a thing reads no page.
        if (exception is BadHttpRequestException malformed)
        {
            httpContext.Response.StatusCode = malformed.StatusCode;
            return true;
        }

        var silent = StoreFailure.IsSilence(exception);
        if (silent)
        {
            store.Met(exception);
            LogSilence(httpContext.Request.Path, exception.GetBaseException().Message);
        }
        else
        {
            LogFailure(httpContext.Request.Path, exception);
        }

        var page = new RazorComponentResult<FailurePage>(
            new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                [nameof(FailurePage.Title)] = silent ? "The portal's store doesn't answer" : "Internal error",
                [nameof(FailurePage.Words)] = silent
                    ? $"{store.Words} Nothing on any cluster is affected, and what is under way goes on by itself once the store is back. This page tries again every few seconds."
                    : "It is logged, and nothing on any cluster is affected. Other pages still work.",
                [nameof(FailurePage.ComesBack)] = silent,
                [nameof(FailurePage.Theme)] = BrowserPreferences.From(httpContext.Request).Theme,
            }
        )
        {
            StatusCode = silent ? 503 : 500,
        };
        await page.ExecuteAsync(httpContext);
        return true;
    }

    [LoggerMessage(LogLevel.Warning, "The page {Path} could not be served because the store didn't answer: {Reason}")]
    private partial void LogSilence(string path, string reason);

    [LoggerMessage(LogLevel.Error, "The page {Path} could not be served")]
    private partial void LogFailure(string path, Exception exception);
}
