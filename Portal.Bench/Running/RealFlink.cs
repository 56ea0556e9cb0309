namespace Portal.Bench.Running;

/// <summary>A real Flink with its SQL Gateway, in a folder and on ports of this bench's own.</summary>
internal sealed class RealFlink : IAsyncDisposable
{
    private readonly EngineFolder _folder = new("flink");

    private RealFlink() { }

    public string Url { get; private set; } = "";

    public string Gateway { get; private set; } = "";

    /// <summary>JobManager, task managers, gateway and ZooKeeper.</summary>
    public IReadOnlyList<int> ProcessIds => _folder.ProcessIds;

    /// <summary>Null when the engines aren't on this machine.</summary>
    public static async Task<RealFlink?> Start(CancellationToken stop)
    {
        if (Repository.Engine is null)
        {
            return null;
        }

        var flink = new RealFlink();
        string[] ports = ["--port", "9740", "--gateway-port", "9743"];
        string[] asInProduction = ["--ha", "--conf", "job-result-store.delete-on-commit: false"];
        var told = await flink._folder.Start([.. ports, .. asInProduction], stop);
        (flink.Url, flink.Gateway) = (told["rest"], told["gateway"]);
        return flink;
    }

    public async ValueTask DisposeAsync() => await _folder.End();
}
