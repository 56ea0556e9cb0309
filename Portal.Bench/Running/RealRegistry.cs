namespace Portal.Bench.Running;

/// <summary>A real registry, in a folder and on a port of this bench's own.</summary>
internal sealed class RealRegistry : IAsyncDisposable
{
    private static readonly Dictionary<string, string> Patient = new(StringComparer.Ordinal)
    {
        // Its own database may open slowly on a busy machine.
        ["QUARKUS_DATASOURCE_JDBC_ACQUISITION_TIMEOUT"] = "60",
    };

    private readonly string _folder = Path.Combine(Path.GetTempPath(), "portal-bench-registry");

    private RealRegistry() { }

    public string Url { get; private set; } = "";

    /// <summary>Null when the engines aren't on this machine.</summary>
    public static async Task<RealRegistry?> Start(CancellationToken stop)
    {
        if (Repository.Engine is null)
        {
            return null;
        }

        var registry = new RealRegistry();
        var printed = await Engine(stop, "start", "registry", "--dir", registry._folder, "--port", "9790");
        registry.Url = printed
            .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
            .Single(word => word.StartsWith("registry=", StringComparison.Ordinal))["registry=".Length..];
        return registry;
    }

    public async ValueTask DisposeAsync()
    {
        await Engine(CancellationToken.None, "stop", _folder);
        Directory.Delete(_folder, recursive: true);
    }

    private static Task<string> Engine(CancellationToken stop, params string[] arguments) =>
        Shell.Run(Repository.Engine!, arguments, Patient, stop);
}
