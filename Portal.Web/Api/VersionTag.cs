namespace Portal.Web.Api;

/// <summary>A version as an ETag: what an edit names in If-Match.</summary>
internal static class VersionTag
{
    public static string Of(uint version) => $"\"{version}\"";
}
