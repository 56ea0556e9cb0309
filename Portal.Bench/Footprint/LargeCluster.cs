using System.Text.Json;
using Portal.Bench.Lag;
using Portal.Bench.Provisioning;
using Portal.Bench.Running;

namespace Portal.Bench.Footprint;

/// <summary>
/// A cluster of many topics × 4 partitions and as many consumer groups, watched for some minutes: what web and workers
/// keep resident, how long a cycle takes, and how fast pages come. On a real Kafka, whose brokers
/// step back behind the portal: a person's are on other machines. Without the engines on the local cluster, a tenth as large.
/// </summary>
internal static class LargeCluster
{
    private const int Partitions = 4;

    // librdkafka asks for the metadata of all topics it ever wrote to, again and again: thousands take it many minutes.
    private const int RecordsEach = 0;
    private const int Smaller = 10;
    private const string Name = "large";
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    public static async Task Measure(RunningPortal portal, BenchOptions options, CancellationToken stop)
    {
        await using var kafka = await RealKafka.Start(stop, heap: "1400m", isAside: true);
        var topics = kafka is null ? Math.Max(1, options.Topics / Smaller) : options.Topics;
        var bootstrap = kafka?.Bootstrap ?? (await portal.Status(stop)).GetProperty("kafka").GetString()!;
        Console.WriteLine(
            $"  {(kafka is null ? "local cluster" : "real Kafka, at the workers' priority")}: {topics:N0} topics × {Partitions}, {topics:N0} groups, a hundredth of the topics written to"
        );
        await Fill(bootstrap, topics, stop);
        using var platform = await portal.As("sam", stop);
        if (kafka is not null)
        {
            await PortalRequests.Register(platform, Name, bootstrap, stop);
        }

        using var writing = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var writes = new SomeWrites(bootstrap, topics).Run(writing.Token);
        var cycles = await Watch(portal, platform, kafka is null ? "local" : Name, options.Minutes, stop);
        Console.WriteLine(
            cycles.Count == 0
                ? "  lag cycle              none came to its end"
                : $"  lag cycle              {Percentiles.Of(cycles)}   of {cycles.Count}"
        );
        await PageLoads.Measure(
            portal,
            [
                ("catalogue", "topics"),
                ("topic", $"topics/{(kafka is null ? "local" : Name)}/{LagWorld.Topic(topics / 2)}"),
                ("consumers", "groups"),
                ("search", "topics?words=bench-99"),
            ],
            stop
        );
        await Memory(portal, "after those pages", stop);
        await writing.CancelAsync();
        await writes;
    }

    private static async Task Fill(string bootstrap, int topics, CancellationToken stop)
    {
        await using var client = LagWorld.Client(bootstrap);
        await new LagWorld(client, bootstrap, topics, Partitions, topics, RecordsEach).Make(stop);
    }

    /// <summary>Prints memory once a minute.</summary>
    /// <returns>How long each cycle took.</returns>
    private static async Task<List<TimeSpan>> Watch(
        RunningPortal portal,
        HttpClient platform,
        string cluster,
        int minutes,
        CancellationToken stop
    )
    {
        var cycles = new Dictionary<string, TimeSpan>(StringComparer.Ordinal);
        for (var minute = 1; minute <= minutes; minute++)
        {
            for (var cycle = 0; cycle < TimeSpan.FromMinutes(1) / Interval; cycle++)
            {
                await Task.Delay(Interval, TimeProvider.System, stop);
                await Note(platform, cluster, cycles, stop);
            }

            await Memory(portal, $"after {minute, 3} min", stop);
        }

        return [.. cycles.Values];
    }

    private static async Task Memory(RunningPortal portal, string when, CancellationToken stop)
    {
        var parts = await portal.Memory(stop);
        Console.WriteLine(
            $"  {when, -22} workers {parts["workers"].InWords}, web {parts["web"].InWords} (aim ≤ 250 MB each)"
        );
    }

    private static async Task Note(
        HttpClient platform,
        string cluster,
        Dictionary<string, TimeSpan> cycles,
        CancellationToken stop
    )
    {
        using var answer = await platform.GetAsync(new Uri($"api/v1/clusters/{cluster}", UriKind.Relative), stop);
        var told = JsonSerializer.Deserialize<JsonElement>(await answer.Content.ReadAsStringAsync(stop));
        if (
            told.TryGetProperty("collector", out var collector)
            && collector.ValueKind == JsonValueKind.Object
            && collector.GetProperty("roundAt").GetString() is { } at
            && collector.GetProperty("tookSeconds").ValueKind == JsonValueKind.Number
        )
        {
            cycles[at] = TimeSpan.FromSeconds(collector.GetProperty("tookSeconds").GetDouble());
        }
    }
}
