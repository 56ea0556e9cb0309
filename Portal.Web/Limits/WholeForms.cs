using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Metadata;

namespace Portal.Web.Limits;

/// <summary>
/// A form without its token, or no form at all, is refused before a route reads it: what binds its fields takes both for a fault of ours.
/// </summary>
internal static class WholeForms
{
    private const string Form = "application/x-www-form-urlencoded";

    /// <remarks>Behind the antiforgery middleware, which looks at the token.</remarks>
    public static void UseWholeForms(this WebApplication app) =>
        app.Use((http, next) => Fault(http) is { } fault ? throw new BadHttpRequestException(fault) : next(http));

    private static string? Fault(HttpContext http)
    {
        if (http.Features.Get<IAntiforgeryValidationFeature>() is { IsValid: false })
        {
            return "The form was sent without a valid token.";
        }

        var takesForm =
            http.GetEndpoint()?.Metadata.GetMetadata<IAcceptsMetadata>()?.ContentTypes.Contains(Form) == true;
        return takesForm && http.Features.Get<IHttpRequestBodyDetectionFeature>() is not { CanHaveBody: true }
            ? "There is no form in the request."
            : null;
    }
}
