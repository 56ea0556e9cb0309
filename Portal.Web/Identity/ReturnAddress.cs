namespace Portal.Web.Identity;

/// <summary>Where a person goes after signing in. Never to another site: <c>//evil</c> and <c>/\evil</c> lead there in browsers.</summary>
internal static class ReturnAddress
{
    public static string Within(string? to) =>
        to is ['/', ..]
        && !to.StartsWith("//", StringComparison.Ordinal)
        && !to.Contains('\\', StringComparison.Ordinal)
        && !to.Any(char.IsControl)
            ? to
            : "/";
}
