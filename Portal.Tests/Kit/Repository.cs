namespace Portal.Tests.Kit;

/// <summary>Where this checkout lies, and what may lie beside it.</summary>
public static class Repository
{
    public static string Root { get; } =
        Parents(AppContext.BaseDirectory).First(folder => File.Exists(Path.Combine(folder, "Portal.sln")));

    /// <summary>The folder of real engines, or null on a machine that has none.</summary>
    public static string? Engines { get; } =
        new[] { Environment.GetEnvironmentVariable("PORTAL_ENGINES") }
            .Concat(Parents(Root).Select(folder => Path.Combine(folder, "shared", "engines")))
            .FirstOrDefault(folder => folder is not null && File.Exists(Path.Combine(folder, "engine")));

    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    private static IEnumerable<string> Parents(string from)
    {
        for (var folder = new DirectoryInfo(from); folder is not null; folder = folder.Parent)
        {
            yield return folder.FullName;
        }
    }
}
