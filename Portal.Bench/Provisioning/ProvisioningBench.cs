using System.Diagnostics;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Portal.Bench.Running;

namespace Portal.Bench.Provisioning;

/// <summary>
/// From a person's request to a usable topic in dev (auto-approved, planned, journalled, applied, verified), against a
/// warm librdkafka admin client that creates the same topic and sees its leaders. In turn, so that the machine's mood
/// hits both. Twice: of processes that were just started, whose code is still being compiled, and of the same ones warm.
/// </summary>
internal static class ProvisioningBench
{
    private const int Times = 50;
    private const int Partitions = 3;
    private const short Replication = 3;

    public static async Task Run(CancellationToken stop)
    {
        await using var portal = await RunningPortal.Start(stop);
        using var engineer = await portal.As("ada", stop);
        using var platform = await portal.As("sam", stop);
        Console.WriteLine($"provision: request → usable topic, {Times} times, {Partitions} partitions × {Replication}");
        var local = (await portal.Status(stop)).GetProperty("kafka").GetString()!;
        await Compare("local cluster", new PortalRequests(engineer, "local"), local, stop);

        await using var kafka = await RealKafka.Start(stop);
        if (kafka is null)
        {
            Console.WriteLine("  real Kafka      skipped: the engines aren't here (PORTAL_ENGINES names their folder)");
            return;
        }

        await PortalRequests.Register(platform, "real", kafka.Bootstrap, stop);
        await Compare("real Kafka", new PortalRequests(engineer, "real"), kafka.Bootstrap, stop);
    }

    private static async Task Compare(string where, PortalRequests requests, string bootstrap, CancellationToken stop)
    {
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = bootstrap }).Build();
        foreach (var how in new[] { "new", "warm" })
        {
            var ours = new List<TimeSpan>();
            var theirs = new List<TimeSpan>();
            for (var i = 0; i < Times; i++)
            {
                ours.Add(await Time(() => requests.Create($"portal-{how}-{i}", Partitions, Replication, stop)));
                theirs.Add(await Time(() => Create(admin, $"admin-{how}-{i}")));
            }

            var (a, b) = (Percentiles.Of(ours), Percentiles.Of(theirs));
            Console.WriteLine($"  {where, -13} {how, -5} portal       {a}");
            Console.WriteLine(
                $"  {"", -19} admin client {b}   ratio p50 {a.P50 / b.P50:0.0} ×, p95 {a.P95 / b.P95:0.0} ×"
            );
        }
    }

    private static async Task Create(IAdminClient admin, string topic)
    {
        await admin.CreateTopicsAsync([
            new TopicSpecification
            {
                Name = topic,
                NumPartitions = Partitions,
                ReplicationFactor = Replication,
            },
        ]);
        while (!IsLed(admin.GetMetadata(topic, TimeSpan.FromSeconds(10)))) { }
    }

    private static bool IsLed(Metadata metadata) =>
        metadata.Topics[0].Partitions.Count == Partitions && metadata.Topics[0].Partitions.All(p => p.Leader >= 0);

    private static async Task<TimeSpan> Time(Func<Task> act)
    {
        var watch = Stopwatch.StartNew();
        await act();
        return watch.Elapsed;
    }
}
