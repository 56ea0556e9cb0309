using Portal.Core.Changes.Runs;
using Portal.Core.Resources;
using Portal.Core.Topics;

namespace Portal.Workers.Applying.Steps;

/// <summary>Partitions only ever grow: there is no way back, so none is offered.</summary>
public sealed class GrowPartitionsHandler : IStepHandler<Step.GrowPartitions>
{
    public async Task<Sighting> Observe(Step.GrowPartitions step, StepScope scope, CancellationToken stop) =>
        TopicSight.Judge(step, await TopicSight.Look(scope.Cluster, step.Topic, stop), live => Side(step, live));

    public async Task<Guid?> Act(Step.GrowPartitions step, StepScope scope, CancellationToken stop)
    {
        await scope.Cluster.GrowPartitions(step.Topic, step.After, scope.Deadline, stop);
        return null;
    }

    public async Task<Verdict> Verify(Step.GrowPartitions step, StepScope scope, CancellationToken stop)
    {
        var seen = await scope.Patience.Until(
            again => Observe(step, scope, again),
            found => found.Side != StepSide.Before,
            stop
        );
        return seen.Side == StepSide.After ? Verdict.Good : Verdict.Not(seen.Words);
    }

    public Task<Verdict> Undo(Step.GrowPartitions step, Undoing undoing, StepScope scope, CancellationToken stop) =>
        Task.FromResult(Verdict.Not($"Partitions of {step.Topic} can't be taken away again."));

    private static StepSide Side(Step.GrowPartitions step, LiveTopic? live) =>
        live switch
        {
            null => StepSide.Other,
            _ when live.TopicId != step.TopicId => StepSide.Other,
            _ when live.Partitions == step.After => StepSide.After,
            _ when live.Partitions == step.Before => StepSide.Before,
            _ => StepSide.Other,
        };
}
