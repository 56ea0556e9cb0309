using System.Diagnostics;
using Portal.Bench.Lag;
using Portal.Bench.Provisioning;

namespace Portal.Bench.Jobs;

/// <summary>The same job requested of a running portal over its REST API, and approved where its plan needs that.</summary>
internal sealed class PortalJobs(HttpClient engineer, HttpClient approver, string cluster, FlinkJobs jobs)
{
    private readonly PortalRequests _requests = new(engineer, cluster);

    public async Task<JobTimes> Start(string name, CancellationToken stop)
    {
        var watch = Stopwatch.StartNew();
        var change = await _requests.Job(name, Spec, stop);
        string? id = null;
        var running = TimeSpan.Zero;
        while (true)
        {
            if (id is null && (id = await jobs.Running(name, stop)) is not null)
            {
                running = watch.Elapsed;
            }

            if (await _requests.IsApplied(change, approver, stop))
            {
                return new(
                    id ?? throw new InvalidOperationException($"{name} was never seen to run."),
                    running,
                    watch.Elapsed
                );
            }

            await Task.Delay(JobStarts.Glance, TimeProvider.System, stop);
        }
    }

    private object Spec =>
        new
        {
            statements = $"INSERT INTO {cluster}.`{LagWorld.Topic(1)}` SELECT UPPER(`value`) FROM {cluster}.`{LagWorld.Topic(0)}`",
            checkpoints = new { intervalSeconds = JobStarts.CheckpointSeconds },
            tier = JobStarts.Tier,
        };
}
