namespace Portal.Web.Api.Authentication;

/// <summary>The token that a request carries.</summary>
internal static class BearerHeader
{
    private const string Lead = "Bearer ";

    /// <summary>Null when it carries none.</summary>
    public static string? Token(HttpRequest request) =>
        request.Headers.Authorization.ToString() is var said
        && said.StartsWith(Lead, StringComparison.OrdinalIgnoreCase)
            ? said[Lead.Length..].Trim()
            : null;
}
