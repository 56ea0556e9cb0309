namespace Portal.Web.Live;

/// <summary>Where the connections of open pages come in.</summary>
internal static class CircuitEndpoint
{
    private const string Path = "/_blazor";

    public static bool Covers(HttpContext http) =>
        http.Request.Path.StartsWithSegments(Path, StringComparison.OrdinalIgnoreCase);
}
