using Portal.Core.Changes.Runs;
using Portal.Core.Resources;

namespace Portal.Workers.Applying.Steps;

/// <summary>Deletes one incarnation, by the engine's id: what was made again under the name is another topic and stays.</summary>
public sealed class DeleteTopicHandler : IStepHandler<Step.DeleteTopic>
{
    public async Task<Sighting> Observe(Step.DeleteTopic step, StepScope scope, CancellationToken stop) =>
        TopicSight.Judge(
            step,
            await TopicSight.Look(scope.Cluster, step.Topic, stop),
            live => live?.TopicId == step.TopicId ? StepSide.Before : StepSide.After
        );

    public async Task<Guid?> Act(Step.DeleteTopic step, StepScope scope, CancellationToken stop)
    {
        await scope.Cluster.Delete(step.TopicId, scope.Deadline, stop);
        return null;
    }

    public async Task<Verdict> Verify(Step.DeleteTopic step, StepScope scope, CancellationToken stop)
    {
        var seen = await scope.Patience.Until(
            again => Observe(step, scope, again),
            found => found.Side == StepSide.After,
            stop
        );
        return seen.Side == StepSide.After ? Verdict.Good : Verdict.Not(seen.Words);
    }

    public Task<Verdict> Undo(Step.DeleteTopic step, Undoing undoing, StepScope scope, CancellationToken stop) =>
        Task.FromResult(Verdict.Not($"{step.Topic} was deleted; its records can't be brought back."));
}
