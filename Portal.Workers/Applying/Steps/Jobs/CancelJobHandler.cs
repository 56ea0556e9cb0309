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
        var run = await Run(step, scope, stop);
        // Whether one that was over is listed makes no difference.
        var job = step.WasOver ? await run.Find(stop) : await run.FindListed(stop);
        return job is { IsAlive: true }
            ? new(ObservedState.Before, Live(step, job), $"job {job.Id} is {job.Status}")
            // Nothing at Flink tells whether its management ended: that is the journal's to say.
            : new(step.WasOver ? ObservedState.Before : ObservedState.After, null, Over(step, job));
    }

    public async Task<EngineId?> Act(CancelJob step, StepScope scope, CancellationToken stop)
    {
        if (await (await Run(step, scope, stop)).Find(stop) is { IsAlive: true })
        {
            await (await Flink(step, scope, stop)).Cancel(step.JobId, scope.Deadline, stop);
        }

        return null;
    }

    public async Task<Observation> Verify(CancelJob step, StepScope scope, CancellationToken stop)
    {
        var run = await Run(step, scope, stop);
        var job = await run.Until(
            found => step.WasOver ? found is not { IsAlive: true } : found is { IsAlive: false },
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

    private async Task<FlinkRun> Run(CancelJob step, StepScope scope, CancellationToken stop) =>
        new(await Flink(step, scope, stop), step.JobId, scope);

    private Task<IFlink> Flink(CancelJob step, StepScope scope, CancellationToken stop) =>
        scope.Open(flinks.Open, step.On.Cluster, stop);
}
