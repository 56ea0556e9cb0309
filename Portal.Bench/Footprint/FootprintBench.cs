using System.Diagnostics;
using Portal.Bench.Running;

namespace Portal.Bench.Footprint;

/// <summary>How long a warm start takes to the first page, and what the processes keep in memory: at rest, and with a large cluster.</summary>
internal static class FootprintBench
{
    private static readonly string[] Ours = ["web", "workers", "cluster", "cluster-prod"];

    public static async Task Run(BenchOptions options, CancellationToken stop)
    {
        await using var portal = await RunningPortal.Start(stop);
        await portal.Down(stop);
        var watch = Stopwatch.StartNew();
        await portal.Up(stop);
        var status = await portal.Status(stop);
        using var http = new HttpClient { BaseAddress = new Uri(status.GetProperty("web").GetString()!) };
        (await http.GetAsync(new Uri("/", UriKind.Relative), stop)).EnsureSuccessStatusCode();
        Console.WriteLine($"footprint: warm up to the first page {watch.Elapsed.TotalSeconds:0.0} s (aim ≤ 15 s)");
        await Memory(portal, "at rest", stop);
        await ManyPartitions.Fill(status.GetProperty("kafka").GetString()!);
        await Memory(portal, $"with {ManyPartitions.Count:N0} partitions", stop);
        await LargeCluster.Measure(portal, options, stop);
    }

    private static async Task Memory(RunningPortal portal, string when, CancellationToken stop)
    {
        var parts = await portal.Memory(stop);
        var each = string.Join(", ", Ours.Select(p => $"{p} {parts[p].InWords}"));
        Console.WriteLine(
            $"  {when, -22} {each}; together {Ours.Sum(p => parts[p].Resident):0} MB (aim ≤ 600 MB, the cluster ≤ 200 MB)"
        );
    }
}
