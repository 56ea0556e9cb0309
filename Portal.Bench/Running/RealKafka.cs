namespace Portal.Bench.Running;

/// <summary>Brokers of a real Kafka, in a folder and on ports of this bench's own.</summary>
internal sealed class RealKafka : IAsyncDisposable
{
    private static readonly Dictionary<string, string> Same = [];

    // One of our own: one in 64 of those that the engine draws begins with a dash, which Kafka's format tool takes for an option.
    private const string ClusterId = "bench0portal0kafka0010";
    private readonly string _folder = Path.Combine(Path.GetTempPath(), "portal-bench-kafka");

    private RealKafka() { }

    public string Bootstrap { get; private set; } = "";

    /// <summary>The brokers.</summary>
    public IReadOnlyList<int> ProcessIds => EngineProcesses.In(_folder);

    /// <summary>Null when the engines aren't on this machine.</summary>
    /// <param name="heap">Of each broker, as Java has it; null: the usual.</param>
    public static async Task<RealKafka?> Start(CancellationToken stop, string? heap = null, int brokers = 3)
    {
        if (Repository.Engine is null)
        {
            return null;
        }

        var kafka = new RealKafka();
        Directory.CreateDirectory(kafka._folder);
        await File.WriteAllTextAsync(Path.Combine(kafka._folder, "cluster.id"), ClusterId, stop);
        string[] start = ["start", "kafka", "--dir", kafka._folder, "--port", "9700", "--brokers", $"{brokers}"];
        var told = await Engine(stop, heap is null ? start : [.. start, "--heap", heap]);
        kafka.Bootstrap = told.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
            .Single(l => l.StartsWith("bootstrap=", StringComparison.Ordinal))["bootstrap=".Length..];
        return kafka;
    }

    public async ValueTask DisposeAsync()
    {
        await Engine(CancellationToken.None, "stop", _folder);
        Directory.Delete(_folder, recursive: true);
    }

    private static Task<string> Engine(CancellationToken stop, params string[] arguments) =>
        Shell.Run(Repository.Engine!, arguments, Same, stop);
}
