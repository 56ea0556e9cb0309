using Portal.Engines;
using Portal.Engines.Flink;
using Portal.Workers.Planning.Jobs;

namespace Portal.Workers.Applying.Steps.Jobs;

/// <summary>One run of a job by its id: found, and ended.</summary>
internal sealed class FlinkRun(IFlink flink, string jobId, StepScope scope)
{
    /// <summary>Null when Flink doesn't list it.</summary>
    public async Task<FlinkJob?> Find(CancellationToken stop) =>
        (await flink.Jobs(stop)).FirstOrDefault(job => job.Id == jobId);

    /// <summary>Null when Flink forgot it: what isn't listed yet may still run, so it gets the time to be.</summary>
    /// <inheritdoc cref="Until"/>
    public Task<FlinkJob?> FindListed(CancellationToken stop) => Until(seen => seen is not null, stop);

    /// <summary>Looks at it until it is as wanted, or there is no more time. Null when Flink forgot it.</summary>
    /// <exception cref="EngineException">Transient: in the end it isn't listed, and Flink didn't forget it.</exception>
    public async Task<FlinkJob?> Until(Func<FlinkJob?, bool> enough, CancellationToken stop)
    {
        var found = await scope.Retry.Until(Find, enough, stop);
        if (found is null)
        {
            await ListedJobs.EnsureForgotten(flink, jobId, stop);
        }

        return found;
    }

    /// <summary>Cancels it where it is alive, and waits for its end. Gives it when it is still alive.</summary>
    public async Task<FlinkJob?> Cancel(FlinkJob? found, CancellationToken stop)
    {
        if (found is not { IsAlive: true })
        {
            return null;
        }

        await flink.Cancel(jobId, scope.Deadline, stop);
        return await Until(job => job is not { IsAlive: true }, stop) is { IsAlive: true } left ? left : null;
    }
}
