namespace Portal.Bench.Running;

/// <summary>Brokers of a real Kafka, in a folder and on ports of this bench's own.</summary>
internal sealed class RealKafka : IAsyncDisposable
{
    private static readonly Dictionary<string, string> Files = new(StringComparer.Ordinal)
    {
        // One of our own: one in 64 of those that the engine draws begins with a dash, which Kafka's format tool takes for an option.
        ["cluster.id"] = "bench0portal0kafka0010",
    };

    private readonly EngineFolder _folder;

    private RealKafka(bool isAside) => _folder = new("kafka", isAside: isAside);

    public string Bootstrap { get; private set; } = "";

    /// <summary>The brokers.</summary>
    public IReadOnlyList<int> ProcessIds => _folder.ProcessIds;

    /// <summary>Null when the engines aren't on this machine.</summary>
    /// <param name="heap">Of each broker, as Java has it; null: the usual.</param>
    /// <param name="isAside">Whether the brokers step back behind the portal and its pages.</param>
    public static async Task<RealKafka?> Start(
        CancellationToken stop,
        string? heap = null,
        int brokers = 3,
        bool isAside = false
    )
    {
        if (Repository.Engine is null)
        {
            return null;
        }

        var kafka = new RealKafka(isAside);
        string[] start = ["--port", "9700", "--brokers", $"{brokers}"];
        var told = await kafka._folder.Start(heap is null ? start : [.. start, "--heap", heap], stop, Files);
        kafka.Bootstrap = told["bootstrap"];
        return kafka;
    }

    public async ValueTask DisposeAsync() => await _folder.End();
}
