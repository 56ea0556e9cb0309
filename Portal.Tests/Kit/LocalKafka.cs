using System.Net.Http.Json;
using System.Text.Json;

namespace Portal.Tests.Kit;

/// <summary>
/// The bundled local cluster, with brokers, ports and a folder of its own, gone with its data when disposed. All of a run are in one process,
/// which compiles their code once; who kills, freezes or weighs one starts a <see cref="LocalKafkaProcess"/>.
/// </summary>
public class LocalKafka : IAsyncDisposable
{
    // As the real engine has it.
    private const int SaslAbove = 50;

    private readonly RunFolder _folder;
    private readonly HttpClient _admin;

    private protected LocalKafka(RunFolder folder, int brokers, string[] options)
    {
        _folder = folder;
        var firstPort = FreePorts.Block([.. Enumerable.Range(0, brokers), .. Enumerable.Range(SaslAbove, brokers)]);
        var adminPort = FreePorts.One();
        var registryPort = FreePorts.One();
        var (flinkPort, gatewayPort) = (FreePorts.One(), FreePorts.One());
        _admin = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{adminPort}") };
        Settings =
        [
            $"--LocalCluster:DataDirectory={Data}",
            $"--LocalCluster:FirstPort={firstPort}",
            $"--LocalCluster:SaslFirstPort={firstPort + SaslAbove}",
            $"--LocalCluster:Brokers={brokers}",
            $"--LocalCluster:AdminPort={adminPort}",
            $"--LocalCluster:RegistryPort={registryPort}",
            $"--LocalCluster:FlinkPort={flinkPort}",
            $"--LocalCluster:SqlGatewayPort={gatewayPort}",
            .. options.Select(option => $"--LocalCluster:{option}"),
        ];
        Registry = new Uri($"http://127.0.0.1:{registryPort}");
        (Flink, SqlGateway) = ($"http://127.0.0.1:{flinkPort}", $"http://127.0.0.1:{gatewayPort}");
        Bootstrap = Addresses(firstPort, brokers);
        Sasl = Addresses(firstPort + SaslAbove, brokers);
    }

    /// <summary>Plaintext; whoever comes here is a super user.</summary>
    public string Bootstrap { get; }

    /// <summary>For those who sign in, who may do what access control entries allow.</summary>
    public string Sasl { get; }

    /// <summary>Where its schema registry answers.</summary>
    public Uri Registry { get; }

    /// <summary>Where its stream runtime answers as Flink's REST API.</summary>
    public string Flink { get; }

    /// <summary>Where it answers as a SQL Gateway.</summary>
    public string SqlGateway { get; }

    public Uri Admin => _admin.BaseAddress!;

    public string Data => Path.Combine(Folder, "data");

    private protected string Folder => _folder.Path;

    private protected string[] Settings { get; }

    public int Port(int broker) => int.Parse(Bootstrap.Split(',')[broker - 1].Split(':')[1]);

    public static Task<LocalKafka> Start(int brokers = 3, params string[] options) =>
        Start(new LocalKafka(RunFolder.For("cluster", "true"), brokers, options));

    /// <summary>One broker over what another one had on the disk.</summary>
    /// <param name="restore">Puts it into a folder.</param>
    public static Task<LocalKafka> Over(Action<string> restore)
    {
        var cluster = new LocalKafka(RunFolder.For("cluster", "true"), 1, []);
        restore(cluster.Data);
        return Start(cluster);
    }

    public Task<JsonElement> Status() => _admin.GetFromJsonAsync<JsonElement>("/status");

    public async Task Pause(int broker) =>
        (await _admin.PostAsync($"/brokers/{broker}/pause", null)).EnsureSuccessStatusCode();

    public async Task Resume(int broker) =>
        (await _admin.PostAsync($"/brokers/{broker}/resume", null)).EnsureSuccessStatusCode();

    public async ValueTask DisposeAsync()
    {
        await Down();
        _admin.Dispose();
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected Task Healthy() =>
        Deadline.Until(async () => (await _admin.GetAsync("/health")).IsSuccessStatusCode);

    private protected virtual Task Down() => SharedClusters.Stop(Data);

    private static async Task<LocalKafka> Start(LocalKafka cluster)
    {
        await SharedClusters.Start(cluster.Data, cluster.Settings);
        return cluster;
    }

    private static string Addresses(int first, int count) =>
        string.Join(',', Enumerable.Range(first, count).Select(port => $"127.0.0.1:{port}"));
}
