namespace Portal.Web.Api;

/// <summary>A name in a path. The server leaves an escaped slash as it is, because it can't know whether it separates.</summary>
internal static class PathPart
{
    public static string Name(string part) => part.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
}
