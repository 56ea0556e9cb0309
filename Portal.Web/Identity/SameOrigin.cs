using Portal.Web.Live;

namespace Portal.Web.Identity;

/// <summary>
/// The circuit's connection is opened by this portal's own pages only. A browser says where a page came from in Origin;
/// who sends none is no browser, and has no session to ride on.
/// </summary>
internal static class SameOrigin
{
    public static void UseSameOrigin(this WebApplication app) =>
        app.Use(
            (http, next) =>
            {
                if (CircuitEndpoint.Covers(http) && IsForeign(http.Request))
                {
                    http.Response.StatusCode = StatusCodes.Status403Forbidden;
                    return Task.CompletedTask;
                }

                return next(http);
            }
        );

    private static bool IsForeign(HttpRequest request) =>
        request.Headers.Origin.ToString() is { Length: > 0 } origin
        && !(
            Uri.TryCreate(origin, UriKind.Absolute, out var from)
            && from.Authority.Equals(request.Host.Value, StringComparison.OrdinalIgnoreCase)
        );
}
