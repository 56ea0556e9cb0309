using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using Portal.LocalCluster;

namespace Portal.Tests.Kit;

/// <summary>The bundled local cluster as a process of its own, gone with its data when disposed.</summary>
public sealed class LocalKafka : IAsyncDisposable
{
    // As the real engine has it.
    private const int SaslAbove = 50;

    private readonly RunFolder _folder = RunFolder.For("cluster", "bash", "-c", "kill -9 $(cat \"$0/pid\")");
    private readonly string[] _arguments;
    private readonly HttpClient _admin;
    private Process? _process;

    private LocalKafka(int brokers, string[] options)
    {
        var firstPort = FreePorts.Block([.. Enumerable.Range(0, brokers), .. Enumerable.Range(SaslAbove, brokers)]);
        var adminPort = FreePorts.One();
        var registryPort = FreePorts.One();
        var (flinkPort, gatewayPort) = (FreePorts.One(), FreePorts.One());
        _admin = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{adminPort}") };
        _arguments =
        [
            typeof(LocalClusterHost).Assembly.Location,
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

    /// <summary>What <c>dotnet</c> starts it with.</summary>
    public IReadOnlyList<string> Arguments => _arguments;

    public string Data => Path.Combine(_folder.Path, "data");

    /// <summary>All that it logged since it was started last.</summary>
    public string Log => File.ReadAllText(Path.Combine(_folder.Path, "log"));

    /// <summary>What it logged last, when it has ended.</summary>
    public string? LastWords =>
        _process!.HasExited
            ? $"The cluster ended with {_process.ExitCode}: {Log[^Math.Min(Log.Length, 1000)..]}"
            : null;

    public int Port(int broker) => int.Parse(Bootstrap.Split(',')[broker - 1].Split(':')[1]);

    public static async Task<LocalKafka> Start(int brokers = 3, params string[] options)
    {
        var cluster = new LocalKafka(brokers, options);
        await cluster.Up();
        return cluster;
    }

    /// <summary>One broker over what another one had on the disk.</summary>
    /// <param name="restore">Puts it into a folder.</param>
    public static async Task<LocalKafka> Over(Action<string> restore)
    {
        var cluster = new LocalKafka(1, []);
        restore(cluster.Data);
        await cluster.Up();
        return cluster;
    }

    public async Task Up()
    {
        var script = "echo $$ > \"$0/pid\"; exec dotnet \"$@\" > \"$0/log\" 2>&1";
        _process = Process.Start("bash", ["-c", script, _folder.Path, .. _arguments]);
        await Deadline.Until(async () => (await _admin.GetAsync("/health")).IsSuccessStatusCode);
    }

    /// <summary>kill -9: nothing is written that wasn't before.</summary>
    public Task Kill() => End("-KILL");

    /// <summary>The clean way down.</summary>
    public Task Stop() => End("-TERM");

    /// <summary>All its brokers are there and none says a word, until <see cref="Thaw"/>.</summary>
    public Task Freeze() => Command.Run("kill", "-STOP", $"{_process!.Id}");

    public Task Thaw() => Command.Run("kill", "-CONT", $"{_process!.Id}");

    public Task<JsonElement> Status() => _admin.GetFromJsonAsync<JsonElement>("/status");

    public async Task Pause(int broker) =>
        (await _admin.PostAsync($"/brokers/{broker}/pause", null)).EnsureSuccessStatusCode();

    public async Task Resume(int broker) =>
        (await _admin.PostAsync($"/brokers/{broker}/resume", null)).EnsureSuccessStatusCode();

    /// <summary>Resident memory, in bytes.</summary>
    public long Memory()
    {
        _process!.Refresh();
        return _process.WorkingSet64;
    }

    public ValueTask DisposeAsync()
    {
        _admin.Dispose();
        _folder.Dispose();
        _process?.Dispose();
        return ValueTask.CompletedTask;
    }

    private static string Addresses(int first, int count) =>
        string.Join(',', Enumerable.Range(first, count).Select(port => $"127.0.0.1:{port}"));

    private async Task End(string signal)
    {
        await Command.Run("kill", signal, $"{_process!.Id}");
        await _process.WaitForExitAsync();
    }
}
