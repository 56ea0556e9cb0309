namespace Portal.Bench.Running;

/// <summary>Where the checkout and the real engines are.</summary>
internal static class Repository
{
    public static string Root { get; } =
        Environment.GetEnvironmentVariable("PORTAL_ROOT") ?? Above(AppContext.BaseDirectory, "Portal.sln");

    /// <summary>The script that starts real engines; null when they aren't on this machine.</summary>
    public static string? Engine =>
        Environment.GetEnvironmentVariable("PORTAL_ENGINES") is { Length: > 0 } named
            ? Existing(Path.Combine(named, "engine"))
            : Existing(Path.Combine(Root, "..", "shared", "engines", "engine"));

    private static string Above(string folder, string file) =>
        File.Exists(Path.Combine(folder, file)) ? folder : Above(Directory.GetParent(folder)!.FullName, file);

    private static string? Existing(string path) => File.Exists(path) ? Path.GetFullPath(path) : null;
}
