using Portal.Core;
using Portal.Core.Changes.Runs;
using Portal.Core.Resources;
using Portal.Core.Topics;
using Portal.Engines.Kafka;

namespace Portal.Workers.Applying.Steps.Topics;

/// <summary>Partitions only ever grow: there is no way back, so none is offered.</summary>
public sealed class GrowPartitionsHandler(IKafkaClusters clusters) : IStepHandler<GrowPartitions>
{
    public async Task<Observation> Observe(GrowPartitions step, StepScope scope, CancellationToken stop) =>
        TopicSight.Judge(
            step,
            await TopicSight.Look(await Cluster(step, scope, stop), step.On.Name, stop),
            live => StateOf(step, live)
        );

    public async Task<EngineId?> Act(GrowPartitions step, StepScope scope, CancellationToken stop)
    {
        await (await Cluster(step, scope, stop)).GrowPartitions(step.On.Name, step.After, scope.Deadline, stop);
        return null;
    }

    public Task<Observation> Verify(GrowPartitions step, StepScope scope, CancellationToken stop) =>
        scope.Retry.Until(again => Observe(step, scope, again), found => found.State != ObservedState.Before, stop);

    public Task<Verdict> Undo(GrowPartitions step, Undoing undoing, StepScope scope, CancellationToken stop) =>
        Task.FromResult(Verdict.Not($"Partitions of {step.On.Name} can't be taken away again."));

    private static ObservedState StateOf(GrowPartitions step, LiveTopic? live) =>
        live switch
        {
            null => ObservedState.Other,
            _ when live.TopicId != step.TopicId => ObservedState.Other,
            _ when live.Partitions == step.After => ObservedState.After,
            _ when live.Partitions == step.Before => ObservedState.Before,
            _ => ObservedState.Other,
        };

    private Task<IKafkaCluster> Cluster(GrowPartitions step, StepScope scope, CancellationToken stop) =>
        scope.Open(clusters.Open, step.On.Cluster, stop);
}
