namespace Portal.Bench.Running;

/// <summary>A real Flink with its SQL Gateway, in a folder and on ports of this bench's own.</summary>
internal sealed class RealFlink : IAsyncDisposable
{
    private static readonly Dictionary<string, string> Same = [];
    private readonly string _folder = Path.Combine(Path.GetTempPath(), "portal-bench-flink");

    private RealFlink() { }

    public string Url { get; private set; } = "";

    public string Gateway { get; private set; } = "";

    /// <summary>JobManager, task managers, gateway and ZooKeeper.</summary>
    public IReadOnlyList<int> ProcessIds => EngineProcesses.In(_folder);

    /// <summary>Null when the engines aren't on this machine.</summary>
    public static async Task<RealFlink?> Start(CancellationToken stop)
    {
        if (Repository.Engine is null)
        {
            return null;
        }

        var flink = new RealFlink();
        string[] start = ["start", "flink", "--dir", flink._folder, "--port", "9740", "--gateway-port", "9743"];
        string[] asInProduction = ["--ha", "--conf", "job-result-store.delete-on-commit: false"];
        var printed = (await Engine(stop, [.. start, .. asInProduction])).Split((char[]?)null);
        (flink.Url, flink.Gateway) = (Printed(printed, "rest="), Printed(printed, "gateway="));
        return flink;
    }

    public async ValueTask DisposeAsync()
    {
        await Engine(CancellationToken.None, "stop", _folder);
        Directory.Delete(_folder, recursive: true);
    }

    private static string Printed(string[] words, string name) =>
        words.Single(word => word.StartsWith(name, StringComparison.Ordinal))[name.Length..];

    private static Task<string> Engine(CancellationToken stop, params string[] arguments) =>
        Shell.Run(Repository.Engine!, arguments, Same, stop);
}
