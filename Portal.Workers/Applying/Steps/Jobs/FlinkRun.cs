using Portal.Engines.Flink;

namespace Portal.Workers.Applying.Steps.Jobs;

/// <summary>One run of a job by its id: found, and ended.</summary>
internal sealed class FlinkRun(IFlink flink, string jobId, StepScope scope)
{
    /// <summary>Null when Flink doesn't know it.</summary>
    public async Task<FlinkJob?> Find(CancellationToken stop) =>
        (await flink.Jobs(stop)).FirstOrDefault(job => job.Id == jobId);

    /// <summary>A JobManager that takes over lists its jobs one after the other: what isn't listed yet may still run.</summary>
    public Task<FlinkJob?> FindListed(CancellationToken stop) =>
        scope.Retry.Until(Find, found => found is not null, stop);

    /// <summary>Cancels it where it is alive, and waits for its end. Gives it when it is still alive.</summary>
    public async Task<FlinkJob?> Cancel(FlinkJob? found, CancellationToken stop)
    {
        if (found is not { IsAlive: true })
        {
            return null;
        }

        await flink.Cancel(jobId, scope.Deadline, stop);
        return await scope.Retry.Until(Find, job => job is not { IsAlive: true }, stop) is { IsAlive: true } left
            ? left
            : null;
    }
}
