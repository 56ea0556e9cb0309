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
        var jobs = await (await Flink(step, scope, stop)).Jobs(stop);
        return jobs.FirstOrDefault(j => j.Id == step.JobId) switch
        {
            { IsAlive: true } alive => new(
                ObservedState.Before,
                new LiveJob(step.On.Name, alive.Id, JobRunState.Alive, alive.Status, null, null),
                $"job {alive.Id} is {alive.Status}"
            ),
            var over => new(ObservedState.After, null, $"job {step.JobId} is {over?.Status ?? "not known to Flink"}"),
        };
    }

    public async Task<EngineId?> Act(CancelJob step, StepScope scope, CancellationToken stop)
    {
        await (await Flink(step, scope, stop)).Cancel(step.JobId, scope.Deadline, stop);
        return null;
    }

    public Task<Verdict> Undo(CancelJob step, Undoing undoing, StepScope scope, CancellationToken stop) =>
        Task.FromResult(Verdict.Not($"{step.On.Name} was cancelled without a savepoint."));

    private Task<IFlink> Flink(CancelJob step, StepScope scope, CancellationToken stop) =>
        scope.Open(flinks.Open, step.On.Cluster, stop);
}
