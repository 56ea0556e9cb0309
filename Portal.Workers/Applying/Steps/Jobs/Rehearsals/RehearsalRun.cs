using Portal.Core.Resources;
using Portal.Engines.Flink;
using Portal.Workers.Planning.Jobs;

namespace Portal.Workers.Applying.Steps.Jobs.Rehearsals;

/// <summary>The job of a rehearsal, by the id that follows from the run.</summary>
internal sealed class RehearsalRun(IFlink flink, ResourceRef on, StepScope scope)
{
    public RehearsalNames Names { get; } = new(scope.Run, on);

    /// <summary>Null when Flink doesn't know it.</summary>
    public async Task<FlinkJob?> Find(CancellationToken stop) =>
        (await flink.Jobs(stop)).FirstOrDefault(job => job.Id == Names.JobId);

    public async Task Cancel(CancellationToken stop)
    {
        var job = await Find(stop);
        if (job is null && await flink.States(Names.Job, Names.JobId, stop) is { Count: > 0 })
        {
            // A JobManager that takes over lists its jobs one after the other, and what left checkpoints ran.
            job = await scope.Retry.Until(Find, found => found is not null, stop);
        }

        if (job is not { IsAlive: true })
        {
            return;
        }

        await flink.Cancel(Names.JobId, scope.Deadline, stop);
        if (await scope.Retry.Until(Find, job => job is not { IsAlive: true }, stop) is { IsAlive: true } left)
        {
            throw NotShownYet.Of($"the rehearsal of {on.Name} is still {left.Status}");
        }
    }
}
