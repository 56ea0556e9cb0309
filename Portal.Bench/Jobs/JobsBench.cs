using Portal.Bench.Footprint;
using Portal.Bench.Lag;
using Portal.Bench.Provisioning;
using Portal.Bench.Running;

namespace Portal.Bench.Jobs;

/// <summary>
/// Stream jobs on a real Flink: from the request to a job that runs, and to one that is stable, against the same by hand. Then as many jobs as a
/// large team has: what one reading of them costs, and how fast their pages come.
/// </summary>
internal static class JobsBench
{
    private const int Jobs = 200;
    private const string Cluster = "real";

    public static async Task Run(CancellationToken stop)
    {
        await using var kafka = await RealKafka.Start(stop, brokers: 1);
        if (kafka is null)
        {
            Console.WriteLine("jobs: skipped: the engines aren't here (PORTAL_ENGINES names their folder)");
            return;
        }

        await using (var client = LagWorld.Client(kafka.Bootstrap))
        {
            await new LagWorld(client, kafka.Bootstrap, topics: 2, partitions: 1, groups: 0).Make(stop);
        }

        var recorded = await Starts(kafka.Bootstrap, stop);
        await Many(recorded, kafka.Bootstrap, stop);
    }

    /// <returns>What the real Flink answered of one of the jobs.</returns>
    private static async Task<RecordedAnswers> Starts(string bootstrap, CancellationToken stop)
    {
        await using var flink = (await RealFlink.Start(stop))!;
        await using var portal = await RunningPortal.Start(stop);
        await Register(portal, bootstrap, new { url = flink.Url, gatewayUrl = flink.Gateway }, stop);
        using var engineer = await portal.As("ada", stop);
        using var approver = await portal.As("grace", stop);
        await Seen(engineer, stop);
        using var jobs = new FlinkJobs(flink.Url);
        using var byHand = new JobsByHand(flink.Gateway, bootstrap, jobs);
        return await JobStarts.Compare(new PortalJobs(engineer, approver, Cluster, jobs), byHand, jobs, stop);
    }

    private static async Task Many(RecordedAnswers recorded, string bootstrap, CancellationToken stop)
    {
        await using var flink = await ScriptedFlink.Start(recorded, Jobs, stop);
        await using var portal = await RunningPortal.Start(stop);
        await Register(portal, bootstrap, new { url = flink.Url }, stop);
        using var engineer = await portal.As("ada", stop);
        await CollectorCycles.Measure(flink, engineer, Cluster, stop);
        var one = ScriptedFlink.Name(Jobs / 2);
        await PageLoads.Measure(
            portal,
            [("jobs", "jobs"), ("job", $"jobs/{Cluster}/{one}"), ("job, its runs", $"jobs/{Cluster}/{one}?tab=runs")],
            stop
        );
    }

    // A job can't name a topic that the collector hasn't seen.
    private static async Task Seen(HttpClient engineer, CancellationToken stop)
    {
        foreach (var topic in new[] { LagWorld.Topic(0), LagWorld.Topic(1) })
        {
            var page = new Uri($"api/v1/topics/{Cluster}/{topic}", UriKind.Relative);
            while (!(await engineer.GetAsync(page, stop)).IsSuccessStatusCode)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, stop);
            }
        }
    }

    private static async Task Register(RunningPortal portal, string bootstrap, object flink, CancellationToken stop)
    {
        using var platform = await portal.As("sam", stop);
        await PortalRequests.Register(platform, Cluster, bootstrap, stop);
        await PortalRequests.AddFlink(platform, Cluster, flink, stop);
    }
}
