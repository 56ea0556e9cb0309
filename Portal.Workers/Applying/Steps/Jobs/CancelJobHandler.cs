using Portal.Core;
using Portal.Core.Changes.Runs;
using Portal.Core.Jobs;
using Portal.Core.Resources;
using Portal.Engines.Flink;

namespace Portal.Workers.Applying.Steps.Jobs;

/// <summary>Cancels exactly the run that was approved. One that ended meanwhile is as wanted.</summary>
public sealed class CancelJobHandler(IFlinkClusters flinks) : IStepHandler<CancelJob>
{
    public async Task<Observation> Observe(CancelJob step, StepScope scope, CancellationToken stop)
    {
        var job = await Find(step, scope, stop);
        return job is { IsAlive: true }
            ? new(ObservedState.Before, Live(step, job), $"job {job.Id} is {job.Status}")
            // Nothing at Flink tells whether its management ended: that is the journal's to say.
            : new(step.WasOver ? ObservedState.Before : ObservedState.After, null, Over(step, job));
    }

    public async Task<EngineId?> Act(CancelJob step, StepScope scope, CancellationToken stop)
    {
        if (await Find(step, scope, stop) is { IsAlive: true })
        {
            await (await Flink(step, scope, stop)).Cancel(step.JobId, scope.Deadline, stop);
        }

        return null;
    }

    public async Task<Observation> Verify(CancelJob step, StepScope scope, CancellationToken stop)
    {
        var job = await scope.Retry.Until(
            again => Find(step, scope, again),
            found => found is not { IsAlive: true },
            stop
        );
        return job is { IsAlive: true }
            ? new(ObservedState.Before, Live(step, job), $"job {job.Id} is {job.Status}")
            : new(ObservedState.After, null, Over(step, job));
    }

    public Task<Verdict> Undo(CancelJob step, Undoing undoing, StepScope scope, CancellationToken stop) =>
        Task.FromResult(Verdict.Not($"{step.On.Name} was cancelled without a savepoint."));

    private static LiveJob Live(CancelJob step, FlinkJob job) =>
        new(step.On.Name, job.Id, JobRunState.Alive, job.Status, null, null);

    private static string Over(CancelJob step, FlinkJob? job) =>
        $"job {step.JobId} is {job?.Status ?? "not known to Flink"}";

    private async Task<FlinkJob?> Find(CancelJob step, StepScope scope, CancellationToken stop) =>
        await new FlinkRun(await Flink(step, scope, stop), step.JobId, scope).Find(stop);

    private Task<IFlink> Flink(CancelJob step, StepScope scope, CancellationToken stop) =>
        scope.Open(flinks.Open, step.On.Cluster, stop);
}
