using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics;
using Portal.Core.Store;

namespace Portal.Web.Api;

/// <summary>
/// What a route didn't answer itself. A request that can't be read is the caller's to fix and says where; a store that
/// doesn't answer says since when and to come back; anything else is our mistake: logged with its cause, told without it.
/// </summary>
internal sealed partial class ApiFailures(IProblemDetailsService problems, StoreWatch store, ILogger<ApiFailures> log)
    : IExceptionHandler
{
    private const string LostOrDone = "Nothing was done, or it was done wholly; look before you send it again.";

    public async ValueTask<bool> TryHandleAsync(
        HttpContext httpContext,
        Exception exception,
        CancellationToken cancellationToken
    )
    {
        if (!ApiRegistration.Covers(httpContext))
        {
            return false;
        }

        var (status, words) = InWords(exception, httpContext);
        if (status == 503)
        {
            store.Met(exception);
            httpContext.Response.Headers.RetryAfter = "5";
            words = $"{store.Words} {words}";
            LogSilence(httpContext.Request.Method, httpContext.Request.Path, exception.GetBaseException().Message);
        }
        else if (status >= 500)
        {
            LogFailure(httpContext.Request.Method, httpContext.Request.Path, exception);
        }

        httpContext.Response.StatusCode = status;
        return await problems.TryWriteAsync(
            new ProblemDetailsContext { HttpContext = httpContext, ProblemDetails = Problem.Document(status, words) }
        );
    }

    private static (int Status, string Words) InWords(Exception exception, HttpContext http) =>
        exception switch
        {
            BadHttpRequestException { InnerException: JsonException json } => (400, JsonWords.Of(json)),
            BadHttpRequestException { StatusCode: 415 } => (415, "The body has to be application/json."),
            BadHttpRequestException { StatusCode: 413 } => (413, Problem.TooLong(http)),
            BadHttpRequestException bad => (400, bad.Message),
            _ when StoreFailure.IsValueRefused(exception) => (400, "A value holds a character that can't be kept."),
            _ when StoreFailure.IsSilence(exception) => (503, LostOrDone),
            _ when StoreFailure.IsRefusal(exception) => (500, LostOrDone),
            _ => (500, "It is logged. " + LostOrDone),
        };

    [LoggerMessage(LogLevel.Warning, "{Method} {Path} failed because the store didn't answer: {Reason}")]
    private partial void LogSilence(string method, string path, string reason);

    [LoggerMessage(LogLevel.Error, "{Method} {Path} failed")]
    private partial void LogFailure(string method, string path, Exception exception);
}
