using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;
using Portal.Core.Wording;

namespace Portal.Web.Api.Limits;

/// <summary>
/// Routes of changes: a few of their bodies are long, and those alone are counted as held. A body that comes without its length can't be known for one of
/// them, so it has no more than those of other routes.
/// </summary>
internal static class LongBodies
{
    private static readonly object Mark = new();
    private static readonly string Words =
        $"A request has at most {Quantity.Binary(HeldBodies.Longest)}, and {Quantity.Binary(ApiRegistration.LongestBody)} without a `Content-Length`. Of those beyond {Quantity.Binary(ApiRegistration.LongestBody)} one person has at most {HeldBodies.OfPerson} open at once; another one is answered with 429.";

    public static RouteHandlerBuilder TakesLongBodies(this RouteHandlerBuilder route) =>
        route
            .WithMetadata(
                new RequestSizeLimitAttribute(HeldBodies.Longest),
                new HoldsBody(Beyond: ApiRegistration.LongestBody)
            )
            .WithDescription(Words);

    /// <summary>Before any of it is read.</summary>
    public static Task Limit(HttpContext http, RequestDelegate next)
    {
        if (
            http.Request.ContentLength is null
            && http.GetEndpoint()?.Metadata.GetMetadata<HoldsBody>() is { Beyond: > 0 and var most }
            && http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size
        )
        {
            size.MaxRequestBodySize = most;
            http.Items[Mark] = Mark;
        }

        return next(http);
    }

    /// <summary>Whether the request might be longer if it had its length.</summary>
    public static bool LacksLength(HttpContext http) => http.Items.ContainsKey(Mark);
}
