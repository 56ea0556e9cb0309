using System.Diagnostics;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Portal.Bench.Running;

namespace Portal.Bench.Footprint;

/// <summary>How long a warm start takes to the first page, and what the processes keep in memory: at rest, and with a large cluster.</summary>
internal static class FootprintBench
{
    private const int Partitions = 1_000;
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
        await Fill(status.GetProperty("kafka").GetString()!);
        await Memory(portal, $"with {Partitions:N0} partitions", stop);
        await LargeCluster.Measure(portal, options, stop);
    }

    private static async Task Memory(RunningPortal portal, string when, CancellationToken stop)
    {
        var parts = (await portal.Status(stop))
            .GetProperty("parts")
            .EnumerateArray()
            .ToDictionary(p => p.GetProperty("name").GetString()!, p => p.GetProperty("memoryBytes").GetInt64() / 1e6);
        var each = string.Join(", ", Ours.Select(p => $"{p} {parts[p]:0} MB"));
        Console.WriteLine(
            $"  {when, -22} {each}; together {Ours.Sum(p => parts[p]):0} MB (aim ≤ 600 MB, the cluster ≤ 200 MB)"
        );
    }

    private static async Task Fill(string bootstrap)
    {
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = bootstrap }).Build();
        var topics = Enumerable
            .Range(0, Partitions / 10)
            .Select(n => new TopicSpecification
            {
                Name = $"fill-{n}",
                NumPartitions = 10,
                ReplicationFactor = 1,
            });
        await admin.CreateTopicsAsync(topics);
        using var producer = new ProducerBuilder<Null, byte[]>(
            new ProducerConfig { BootstrapServers = bootstrap }
        ).Build();
        for (var n = 0; n < Partitions; n++)
        {
            producer.Produce(
                new TopicPartition($"fill-{n / 10}", n % 10),
                new Message<Null, byte[]> { Value = new byte[1_000] }
            );
        }

        producer.Flush(TimeSpan.FromSeconds(60));
    }
}
