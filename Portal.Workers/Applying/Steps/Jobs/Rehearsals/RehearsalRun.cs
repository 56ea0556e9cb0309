using Portal.Core.Resources;
using Portal.Engines.Flink;
using Portal.Workers.Planning.Jobs;

namespace Portal.Workers.Applying.Steps.Jobs.Rehearsals;

/// <summary>The job of a rehearsal, by the id that follows from the run.</summary>
internal sealed class RehearsalRun(IFlink flink, ResourceRef on, StepScope scope)
{
    public RehearsalNames Names { get; } = new(scope.Run, on);

    private FlinkRun Run => new(flink, Names.JobId, scope);

    /// <inheritdoc cref="FlinkRun.Find"/>
    public Task<FlinkJob?> Find(CancellationToken stop) => Run.Find(stop);

    public async Task Cancel(CancellationToken stop)
    {
        // What left checkpoints ran, listed or not. Where this worker can't see whether it did, it may have.
        var job = await Find(stop);
        if (job is null && await flink.States(Names.Job, Names.JobId, stop) is not { Count: 0 })
        {
            job = await Run.FindListed(stop);
        }

        if (await Run.Cancel(job, stop) is { } left)
        {
            throw NotShownYet.Of($"the rehearsal of {on.Name} is still {left.Status}");
        }
    }
}
