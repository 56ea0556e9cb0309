namespace Portal.Bench.Running;

/// <summary>A real registry, in a folder and on a port of this bench's own.</summary>
internal sealed class RealRegistry : IAsyncDisposable
{
    private static readonly Dictionary<string, string> Patient = new(StringComparer.Ordinal)
    {
        // Its own database may open slowly on a busy machine.
        ["QUARKUS_DATASOURCE_JDBC_ACQUISITION_TIMEOUT"] = "60",
    };

    private readonly EngineFolder _folder = new("registry", Patient);

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
        registry.Url = (await registry._folder.Start(["--port", "9790"], stop))["registry"];
        return registry;
    }

    public async ValueTask DisposeAsync() => await _folder.End();
}
