using Portal.Core;
using Portal.Core.Changes.Runs;
using Portal.Core.Jobs.Stability;
using Portal.Engines.Flink;
using Portal.Workers.Planning.Jobs;

namespace Portal.Workers.Applying.Steps.Jobs;

/// <summary>Looks at the job that this run started, again and again.</summary>
public sealed class AwaitStabilityHandler(IFlinkClusters flinks, TimeProvider clock) : IStepHandler<AwaitStability>
{
    public async Task<Observation> Observe(AwaitStability step, StepScope scope, CancellationToken stop) =>
        await Look(step, scope, stop) is { State: ObservedState.After } stable
            ? stable
            : new(ObservedState.Before, null, $"{step.On.Name} isn't stable yet");

    public Task<EngineId?> Act(AwaitStability step, StepScope scope, CancellationToken stop) =>
        Task.FromResult<EngineId?>(null);

    public Task<Observation> Verify(AwaitStability step, StepScope scope, CancellationToken stop) =>
        Look(step, scope, stop);

    /// <summary>It changed nothing.</summary>
    public Task<Verdict> Undo(AwaitStability step, Undoing undoing, StepScope scope, CancellationToken stop) =>
        Task.FromResult(Verdict.Good);

    private async Task<Observation> Look(AwaitStability step, StepScope scope, CancellationToken stop)
    {
        var flink = await scope.Open(flinks.Open, step.On.Cluster, stop);
        var look = new StabilityLook(flink, step, step.On.Name, step.Gate, step.Within, scope, clock);
        return await look.At(Submissions.JobId(scope.Run, step.On), stop);
    }
}
