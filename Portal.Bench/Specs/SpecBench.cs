using System.Diagnostics;
using Portal.Bench.Provisioning;
using Portal.Bench.Running;

namespace Portal.Bench.Specs;

/// <summary>
/// Many topics as files: exported, and compared with what is there. Beside it, what Kafka's own tools take to read the same cluster,
/// which is the least that a script of one's own would do before it could compare anything. On a real Kafka; without the engines on the
/// local cluster, a tenth as large.
/// </summary>
internal static class SpecBench
{
    private const int Smaller = 10;
    private const int Times = 5;
    private const string Name = "specs";

    // A setting read less than two minutes after a change may be from before it: until then a comparison leaves it out.
    private static readonly TimeSpan UntilSeen = TimeSpan.FromMinutes(3.5);

    public static async Task Run(BenchOptions options, CancellationToken stop)
    {
        await using var portal = await RunningPortal.Start(stop);
        await using var kafka = await RealKafka.Start(stop, heap: "1400m");
        var topics = kafka is null ? Math.Max(1, options.Topics / Smaller) : options.Topics;
        using var platform = await portal.As("sam", stop);
        platform.Timeout = TimeSpan.FromMinutes(10);
        if (kafka is not null)
        {
            await PortalRequests.Register(platform, Name, kafka.Bootstrap, stop);
        }

        Console.WriteLine(
            $"specs: {topics:N0} topics on {(kafka is null ? "the local cluster" : "real Kafka")}, {Times} times each (aim < 10 s each)"
        );
        using var approver = await portal.As("grace", stop);
        var calls = new SpecCalls(platform, approver);
        var files = TopicFiles.Of(kafka is null ? "local" : Name, topics, retention: 86_400_000);
        await Measure("dry run, all new", 1, () => calls.Plan(files, Changes(topics), stop));
        await Fill(calls, files, stop);
        await Task.Delay(UntilSeen, TimeProvider.System, stop);

        var exported = "";
        var export = await Measure("export", Times, async () => exported = await calls.Export(stop));
        var same = await Measure("dry run, no change", Times, () => calls.Plan(exported, 0, stop));
        var edited = exported.Replace("86400000", "172800000", StringComparison.Ordinal);
        await Measure("dry run, all differ", 1, () => calls.Plan(edited, Changes(topics), stop));
        if (kafka is not null)
        {
            var tools = await Measure("Kafka's tools, read", Times, () => Read(kafka.Bootstrap, stop));
            Console.WriteLine(
                $"  ratio to Kafka's tools, p50: export {export.P50 / tools.P50:0.00} ×, dry run {same.P50 / tools.P50:0.00} ×"
            );
        }
    }

    private static async Task Fill(SpecCalls calls, string files, CancellationToken stop)
    {
        var watch = Stopwatch.StartNew();
        var changes = await calls.Apply(files, stop);
        Console.WriteLine(
            $"  apply               {watch.Elapsed.TotalSeconds, 7:0.0} s   {changes.Count} changes requested"
        );
        await calls.Applied(changes, stop);
        Console.WriteLine($"  all applied after   {watch.Elapsed.TotalSeconds, 7:0.0} s");
    }

    private static async Task<Percentiles> Measure(string what, int times, Func<Task> act)
    {
        var all = new List<TimeSpan>();
        for (var time = 0; time < times; time++)
        {
            var watch = Stopwatch.StartNew();
            await act();
            all.Add(watch.Elapsed);
        }

        var measured = Percentiles.Of(all);
        Console.WriteLine($"  {what, -20}{measured}");
        return measured;
    }

    private static async Task Read(string bootstrap, CancellationToken stop)
    {
        await Tool("topics", "--describe");
        await Tool("configs", "--describe", "--entity-type", "topics");

        Task<string> Tool(string name, params string[] arguments) =>
            Shell.Run(
                Repository.Engine!,
                ["tool", name, "--bootstrap-server", bootstrap, .. arguments],
                new Dictionary<string, string>(StringComparer.Ordinal),
                stop
            );
    }

    // A change holds fifty.
    private static int Changes(int topics) => (topics + 49) / 50;
}
