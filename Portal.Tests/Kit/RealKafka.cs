using System.Globalization;
using System.Security.Cryptography;

namespace Portal.Tests.Kit;

/// <summary>Apache Kafka itself, on ports of its own, gone when disposed. Only where <see cref="Repository.Engines"/> is.</summary>
public sealed class RealKafka : IAsyncDisposable
{
    private static readonly int[] Listeners = [0, 50, 150, 200];
    private const int Controller = 100;
    private const int WordsKept = 40;

    // Its controller writes a record twice a second for as long as nothing happens, which is what a broker at rest costs most.
    private const string AtRest = "metadata.max.idle.interval.ms=10000";

    private readonly RunFolder _folder;
    private readonly Dictionary<string, string> _printed;

    private RealKafka(RunFolder folder, Dictionary<string, string> printed)
    {
        _folder = folder;
        _printed = printed;
    }

    private static string Engine => Path.Combine(Repository.Engines!, "engine");

    /// <summary>Plaintext; whoever comes here is a super user.</summary>
    public string Bootstrap => _printed["bootstrap"];

    /// <summary>SCRAM users, who may do what ACLs allow.</summary>
    public string Sasl => _printed["sasl"];

    public string Tls => _printed["tls"];

    public string SaslTls => _printed["sasl_tls"];

    /// <summary>The file of the certificate authority that signed the brokers' certificates.</summary>
    public string Ca => _printed["ca"];

    public static async Task<RealKafka> Start(int brokers = 1, bool tls = false, params string[] conf)
    {
        var place = RunFolder.For("kafka", Engine, "stop");
        await File.WriteAllTextAsync(Path.Combine(place.Path, "cluster.id"), ClusterId());
        var ports = Listeners.SelectMany(listener => Enumerable.Range(listener, brokers)).Append(Controller).ToArray();
        string[] arguments =
        [
            .. new[] { "start", "kafka", "--dir", place.Path },
            .. new[]
            {
                "--port",
                FreePorts.Block(ports).ToString(CultureInfo.InvariantCulture),
                "--brokers",
                $"{brokers}",
            },
            .. tls ? new[] { "--tls" } : [],
            .. conf.Append(AtRest).SelectMany(line => new[] { "--conf", line }),
        ];
        var words = (await EngineStart.In(place.Path, () => KafkaJava.Broker(arguments))).Split((char[]?)null);
        return new RealKafka(
            place,
            words.Select(word => word.Split('=', 2)).Where(pair => pair.Length == 2).ToDictionary(p => p[0], p => p[1])
        );
    }

    /// <summary>Kafka's own command-line tools, such as <c>Tool("topics", "--list")</c>.</summary>
    public Task<string> Tool(string name, params string[] arguments) => KafkaJava.Tool(name, Bootstrap, arguments);

    /// <summary>kill -9 of one broker, counted from 1.</summary>
    public Task Kill(int broker) => Command.Run(Engine, "kill", _folder.Path, $"kafka-{broker}");

    public Task Respawn(int broker) => KafkaJava.Broker("respawn", _folder.Path, $"kafka-{broker}");

    /// <summary>What a broker wrote last, when it has ended though nobody killed it.</summary>
    public string? LastWords(int broker)
    {
        var run = Path.Combine(_folder.Path, "run", $"kafka-{broker}");
        return !File.Exists($"{run}.pid") || IsAlive(File.ReadAllText($"{run}.pid").Trim())
            ? null
            : $"Broker {broker} ended by itself: {string.Join('\n', File.ReadLines($"{run}.log").TakeLast(WordsKept))}";
    }

    /// <summary>A broker that neither answers nor hangs up, until <see cref="Thaw"/>.</summary>
    public Task Freeze(int broker) => Signal(broker, "-STOP");

    public Task Thaw(int broker) => Signal(broker, "-CONT");

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    // Who has ended and was not waited for yet has no command line any more.
    private bool IsAlive(string pid)
    {
        var words = $"/proc/{pid}/cmdline";
        return File.Exists(words) && File.ReadAllText(words).Contains(_folder.Path, StringComparison.Ordinal);
    }

    // The engine would draw one itself, and one in 64 begins with a dash, which Kafka's format tool takes for an option.
    private static string ClusterId() =>
        Convert.ToBase64String(RandomNumberGenerator.GetBytes(16)).TrimEnd('=').Replace('+', 'p').Replace('/', 's');

    private async Task Signal(int broker, string signal) =>
        await Command.Run(
            "kill",
            signal,
            (await File.ReadAllTextAsync(Path.Combine(_folder.Path, "run", $"kafka-{broker}.pid"))).Trim()
        );
}
