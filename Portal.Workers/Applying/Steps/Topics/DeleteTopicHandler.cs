using Portal.Core;
using Portal.Core.Changes.Runs;
using Portal.Core.Resources;
using Portal.Core.Topics;
using Portal.Engines.Kafka;

namespace Portal.Workers.Applying.Steps.Topics;

/// <summary>Deletes one incarnation, by the engine's id: what was made again under the name is another topic and stays.</summary>
public sealed class DeleteTopicHandler(IKafkaClusters clusters) : IStepHandler<DeleteTopic>
{
    public async Task<Observation> Observe(DeleteTopic step, StepScope scope, CancellationToken stop) =>
        TopicSight.Judge(
            step,
            await TopicSight.Look(await Cluster(step, scope, stop), step.On.Name, stop),
            live => live?.TopicId == step.TopicId ? ObservedState.Before : ObservedState.After
        );

    public async Task<EngineId?> Act(DeleteTopic step, StepScope scope, CancellationToken stop)
    {
        await (await Cluster(step, scope, stop)).Delete(step.TopicId, scope.Deadline, stop);
        return null;
    }

    public Task<Verdict> Undo(DeleteTopic step, Undoing undoing, StepScope scope, CancellationToken stop) =>
        Task.FromResult(Verdict.Not($"{step.On.Name} was deleted; its records can't be brought back."));

    private Task<IKafkaCluster> Cluster(DeleteTopic step, StepScope scope, CancellationToken stop) =>
        scope.Open(clusters.Open, step.On.Cluster, stop);
}
