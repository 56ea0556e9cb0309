using System.Diagnostics;

namespace Portal.Bench.Running;

/// <summary>One broker of the local cluster, in a folder and on ports of this bench's own.</summary>
internal sealed class RunningLocalCluster : IAsyncDisposable
{
    private const int Port = 9660;
    private const int AdminPort = 9661;
    private const int FlinkPort = 9662;
    private const int GatewayPort = 9663;
    private static readonly string Folder = Path.Combine(Path.GetTempPath(), "portal-bench-local");

    private readonly Process _process;

    private RunningLocalCluster(Process process) => _process = process;

    public string Bootstrap { get; } = $"127.0.0.1:{Port}";

    public string Flink { get; } = $"http://127.0.0.1:{FlinkPort}";

    public string SqlGateway { get; } = $"http://127.0.0.1:{GatewayPort}";

    public int ProcessId => _process.Id;

    /// <param name="streams">With its stream runtime, whose state may be as large as it likes.</param>
    public static async Task<RunningLocalCluster> Start(CancellationToken stop, bool streams = false)
    {
        if (Directory.Exists(Folder))
        {
            Directory.Delete(Folder, recursive: true);
        }

        string[] arguments =
        [
            Path.Combine(
                Repository.Root,
                "Portal.LocalCluster",
                "bin",
                "Release",
                "net10.0",
                "Portal.LocalCluster.dll"
            ),
            $"--LocalCluster:DataDirectory={Folder}",
            $"--LocalCluster:FirstPort={Port}",
            $"--LocalCluster:AdminPort={AdminPort}",
            "--LocalCluster:Brokers=1",
            "--Logging:LogLevel:Default=Error",
            .. streams
                ? (string[])
                    [
                        $"--LocalCluster:FlinkPort={FlinkPort}",
                        $"--LocalCluster:SqlGatewayPort={GatewayPort}",
                        "--LocalCluster:MaxStateRows=100000000",
                        "--LocalCluster:MaxStateBytes=100000000000",
                    ]
                : [],
        ];
        var cluster = new RunningLocalCluster(Process.Start("dotnet", arguments));
        using var admin = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{AdminPort}") };
        while (!await Answers(admin, stop))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, stop);
        }

        return cluster;
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    private static async Task<bool> Answers(HttpClient admin, CancellationToken stop)
    {
        try
        {
            return (await admin.GetAsync("/health", stop)).IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
