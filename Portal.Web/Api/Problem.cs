using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Portal.Core;

namespace Portal.Web.Api;

/// <summary>
/// Refusals as problem documents (RFC 9457). The type is a name of ours, the title says what, the detail says why and
/// what to do; <c>errors</c> carries the words that belong beside a field.
/// </summary>
internal static class Problem
{
    private const string Names = "urn:portal:problem:";

    public static ProblemHttpResult Of(Refusal refusal) =>
        refusal switch
        {
            { Kind: RefusalKind.Invalid } => Invalid(refusal.Words, refusal.Fields),
            { Kind: RefusalKind.Denied } => Of(403, refusal.Words),
            { Kind: RefusalKind.NotFound } => Of(404, refusal.Words),
            { Kind: RefusalKind.Conflict } => Of(409, refusal.Words),
            _ => throw new ArgumentOutOfRangeException(nameof(refusal), refusal.Kind, null),
        };

    public static ProblemHttpResult NotFound(string words) => Of(404, words);

    public static ProblemHttpResult Of(int status, string words) => TypedResults.Problem(Document(status, words));

    public static ProblemDetails Document(int status, string words) => Named(new ProblemDetails(), status, words);

    /// <summary>What the framework itself refuses (no such route, no such method) gets the same shape.</summary>
    public static void Complete(ProblemDetailsOptions options) =>
        options.CustomizeProblemDetails = context =>
        {
            var document = context.ProblemDetails;
            if (document.Type?.StartsWith(Names, StringComparison.Ordinal) != true)
            {
                Named(document, document.Status ?? 500, document.Detail);
            }
        };

    private static ProblemHttpResult Invalid(string words, IReadOnlyDictionary<string, string>? fields) =>
        TypedResults.Problem(
            Named(
                new HttpValidationProblemDetails(
                    (fields ?? new Dictionary<string, string>()).ToDictionary(
                        f => f.Key,
                        f => new[] { f.Value },
                        StringComparer.Ordinal
                    )
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
            400 => ("malformed", "The request can't be read"),
            401 => ("unauthenticated", "A token is needed"),
            403 => ("denied", "You may not do this"),
            404 => ("not-found", "There is no such thing"),
            405 => ("method", "This can't be done here"),
            409 => ("conflict", "Conflict"),
            412 => ("version", "Somebody changed it meanwhile"),
            413 => ("too-large", "The request is too large"),
            415 => ("media-type", "Send JSON"),
            422 => ("invalid", "Validation failed"),
            428 => ("version-missing", "Say which version you saw"),
            429 => ("too-many", "Too many requests"),
            503 => ("unavailable", "The portal's store doesn't answer"),
            _ => ("failure", "Internal error"),
        };
        (document.Type, document.Title, document.Status, document.Detail) = (Names + name, title, status, words);
        return document;
    }
}
