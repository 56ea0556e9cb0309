using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.RateLimiting;
using Portal.Web.Layout;
using Portal.Web.Preferences;

namespace Portal.Web.Limits;

/// <summary>What a person reads who is limited: why, and when to come back.</summary>
internal static class TooManyRequests
{
    public static ValueTask FromAddress(OnRejectedContext context, CancellationToken stop) =>
        Show(
            context,
            PageLimits.IsSignIn(context.HttpContext.Request)
                ? "There were too many sign-ins from your address."
                : "There were too many requests from your address."
        );

    public static ValueTask OfPerson(OnRejectedContext context, CancellationToken stop)
    {
        var http = context.HttpContext;
        return http.RequestServices.GetRequiredService<OpenPages>().Complaint(http) is { } full
            ? Show(http, "Too many open pages", full)
            : Show(context, "You sent more requests than one person may.");
    }

    private static ValueTask Show(OnRejectedContext context, string why)
    {
        var seconds = context.Lease.TryGetMetadata(MetadataName.RetryAfter, out var wait)
            ? Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds))
            : 1;
        context.HttpContext.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        return Show(context.HttpContext, "Too many requests", $"{why} Try again in {seconds}\u00A0s.");
    }

    private static async ValueTask Show(HttpContext http, string title, string words)
    {
        var page = new RazorComponentResult<FailurePage>(
            new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                [nameof(FailurePage.Title)] = title,
                [nameof(FailurePage.Words)] = words,
                [nameof(FailurePage.Theme)] = BrowserPreferences.From(http.Request).Theme,
            }
        )
        {
            StatusCode = StatusCodes.Status429TooManyRequests,
        };
        await page.ExecuteAsync(http);
    }
}
