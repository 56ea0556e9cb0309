using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Portal.Core;
using Portal.Core.Wording;
using Portal.Web.Api.Limits;

namespace Portal.Web.Api;

/// <summary>
/// Refusals as problem documents (RFC 9457). The type is a name of ours, the title says what, the detail says why and
/// what to do; <c>errors</c> carries the words that belong beside a field.
/// </summary>
internal static class Problem
{
    /// <summary>How many fields one names: however much is wrong, it is short.</summary>
    private const int MostFields = 1_000;

    private const string Names = "urn:portal:problem:";

    public static ProblemHttpResult Of(Refusal refusal) =>
        refusal switch
        {
            { Kind: RefusalKind.Invalid } => Invalid(refusal.Words, refusal.Fields),
            { Kind: RefusalKind.Denied or RefusalKind.SignInAgain } => Of(403, refusal.Words),
            { Kind: RefusalKind.NotFound } => Of(404, refusal.Words),
            { Kind: RefusalKind.Conflict } => Of(409, refusal.Words),
            _ => throw new ArgumentOutOfRangeException(nameof(refusal), refusal.Kind, null),
        };

    public static ProblemHttpResult NotFound(string words) => Of(404, words);

    public static ProblemHttpResult Of(int status, string words) => TypedResults.Problem(Document(status, words));

    /// <summary>A 409 that is about the key of a request and not about what it requests: its type keeps it apart from a decision.</summary>
    public static ProblemHttpResult OfKey(string name, string title, string words)
    {
        var document = Document(409, words);
        (document.Type, document.Title) = (Names + name, title);
        return TypedResults.Problem(document);
    }

    public static ProblemDetails Document(int status, string words) => Named(new ProblemDetails(), status, words);

    /// <summary>The words for a body that is too long. Routes differ in what they take.</summary>
    public static string TooLong(HttpContext http) =>
        http.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize is { } most
            ? $"This request has at most {Quantity.Binary(most)}{(LongBodies.LacksLength(http) ? " without a Content-Length" : "")}."
            : "This request is too long.";

    /// <summary>What the framework itself refuses (no such route, no such method) gets the same shape.</summary>
    public static void Complete(ProblemDetailsOptions options) =>
        options.CustomizeProblemDetails = context =>
        {
            var document = context.ProblemDetails;
            if (document.Type?.StartsWith(Names, StringComparison.Ordinal) != true)
            {
                var words = document.Status == 413 ? TooLong(context.HttpContext) : document.Detail;
                Named(document, document.Status ?? 500, words);
            }
        };

    private static ProblemHttpResult Invalid(string words, IReadOnlyDictionary<string, string>? fields) =>
        TypedResults.Problem(
            Named(
                new HttpValidationProblemDetails(
                    (fields ?? new Dictionary<string, string>())
                        .Take(MostFields)
                        .ToDictionary(f => f.Key, f => new[] { f.Value }, StringComparer.Ordinal)
                ),
                422,
                words
            )
        );

    private static T Named<T>(T document, int status, string? words)
        where T : ProblemDetails
    {
        var (name, title) = status switch
        {
            400 => ("malformed", "Bad request"),
            401 => ("unauthenticated", "Unauthorized"),
            403 => ("denied", "Forbidden"),
            404 => ("not-found", "Not found"),
            405 => ("method", "Method not allowed"),
            409 => ("conflict", "Conflict"),
            412 => ("version", "Precondition failed"),
            413 => ("too-large", "Payload too large"),
            415 => ("media-type", "Unsupported media type"),
            422 => ("invalid", "Validation failed"),
            428 => ("version-missing", "Precondition required"),
            429 => ("too-many", "Too many requests"),
            503 => ("unavailable", "Service unavailable"),
            _ => ("failure", "Internal error"),
        };
        (document.Type, document.Title, document.Status, document.Detail) = (Names + name, title, status, words);
        return document;
    }
}
