namespace Portal.Tests.Jobs;

/// <summary>Where a savepoint lies: Flink writes <c>file:/a</c>, which .NET takes for no address, and the portal <c>file:///a</c>, by who named it first.</summary>
internal static class SavepointFolder
{
    private const string Scheme = "file:";

    public static string Of(string path) =>
        path.StartsWith(Scheme, StringComparison.Ordinal)
            ? $"/{path[Scheme.Length..].TrimStart('/')}"
            : throw new ArgumentException($"no folder of this machine: {path}", nameof(path));
}
