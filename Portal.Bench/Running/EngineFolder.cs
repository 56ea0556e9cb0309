namespace Portal.Bench.Running;

/// <summary>A folder of this bench's own that one of the real engines runs in.</summary>
/// <param name="name">Of the engine: what its folder is called by.</param>
/// <param name="environment">What the engine's processes get beside ours.</param>
/// <param name="isAside">Whether its processes step back behind everybody else's, as if they had a machine of their own.</param>
internal sealed class EngineFolder(
    string name,
    IReadOnlyDictionary<string, string>? environment = null,
    bool isAside = false
)
{
    private static readonly Dictionary<string, string> Ours = [];

    public string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"portal-bench-{name}");

    /// <summary>The engine's processes.</summary>
    public IReadOnlyList<int> ProcessIds => EngineProcesses.In(Path);

    /// <summary>Starts it in an empty folder: a bench that was killed left its engine running, and what it held.</summary>
    /// <param name="files">Written into the folder before, by name.</param>
    /// <returns>What the engine said of its addresses, by name.</returns>
    public async Task<IReadOnlyDictionary<string, string>> Start(
        IReadOnlyList<string> arguments,
        CancellationToken stop,
        IReadOnlyDictionary<string, string>? files = null
    )
    {
        await End();
        Directory.CreateDirectory(Path);
        foreach (var (file, text) in files ?? Ours)
        {
            await File.WriteAllTextAsync(System.IO.Path.Combine(Path, file), text, stop);
        }

        var told = await Engine(["start", name, "--dir", Path, .. arguments], stop);
        return told.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
            .Select(word => word.Split('=', 2))
            .Where(pair => pair.Length == 2)
            .ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);
    }

    /// <summary>Stops the engine and forgets what it held.</summary>
    public async Task End()
    {
        if (Directory.Exists(Path))
        {
            await Engine(["stop", Path], CancellationToken.None);
            Directory.Delete(Path, recursive: true);
        }
    }

    private Task<string> Engine(string[] arguments, CancellationToken stop) =>
        isAside
            ? Shell.Run("nice", ["-n", "10", Repository.Engine!, .. arguments], environment ?? Ours, stop)
            : Shell.Run(Repository.Engine!, arguments, environment ?? Ours, stop);
}
