namespace Portal.Web.Proxy;

/// <summary>What proxies tell of the requests that they pass on.</summary>
internal static class ProxiedRequest
{
    private static readonly string[] Headers =
    [
        "Forwarded",
        "Via",
        "X-Forwarded-For",
        "X-Forwarded-Host",
        "X-Forwarded-Proto",
        "X-Real-IP",
    ];

    /// <summary>Some proxy says so. One that says nothing isn't noticed.</summary>
    public static bool CameThroughProxy(this HttpRequest request) => Array.Exists(Headers, request.Headers.ContainsKey);
}
