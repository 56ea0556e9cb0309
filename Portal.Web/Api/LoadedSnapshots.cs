using Portal.Core.Health;

namespace Portal.Web.Api;

/// <summary>
/// Waits, before a route that answers out of the snapshots, until they are loaded: right after a start there are none, and nothing would
/// be there.
/// </summary>
internal static class LoadedSnapshots
{
    // Usually within a second of a start; pages wait as long as their reader does.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    /// <summary>The route answers out of the snapshots: 503 with <c>Retry-After</c> until they are loaded.</summary>
    public static TBuilder ReadsSnapshots<TBuilder>(this TBuilder route)
        where TBuilder : IEndpointConventionBuilder => route.AddEndpointFilter(Await);

    public static async ValueTask<object?> Await(EndpointFilterInvocationContext call, EndpointFilterDelegate next)
    {
        var http = call.HttpContext;
        var (health, time) = (
            http.RequestServices.GetRequiredService<IClusterHealth>(),
            http.RequestServices.GetRequiredService<TimeProvider>()
        );
        try
        {
            await health.Loaded.WaitAsync(Longest, time, http.RequestAborted);
        }
        catch (TimeoutException)
        {
            http.Response.Headers.RetryAfter = "5";
            return Problem.Of(
                503,
                "The last readings of the clusters aren't loaded yet. Nothing was done; send the request again."
            );
        }

        return await next(call);
    }
}
