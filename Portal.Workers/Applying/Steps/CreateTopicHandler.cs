using Portal.Core.Changes.Runs;
using Portal.Core.Resources;
using Portal.Core.Topics;

namespace Portal.Workers.Applying.Steps;

public sealed class CreateTopicHandler : IStepHandler<Step.CreateTopic>
{
    public async Task<Sighting> Observe(Step.CreateTopic step, StepScope scope, CancellationToken stop) =>
        TopicSight.Judge(step, await TopicSight.Look(scope.Cluster, step.Topic, stop), live => Side(step, live));

    // An engine that gives no id gives nothing that could be taken back safely.
    public async Task<Guid?> Act(Step.CreateTopic step, StepScope scope, CancellationToken stop) =>
        await scope.Cluster.Create(step, scope.Deadline, stop) is var made && made != Guid.Empty ? made : null;

    public async Task<Verdict> Verify(Step.CreateTopic step, StepScope scope, CancellationToken stop)
    {
        var seen = await scope.Patience.Until(
            again => Observe(step, scope, again),
            found => found.Side == StepSide.After,
            stop
        );
        return seen.Side == StepSide.After ? Verdict.Good : Verdict.Not(seen.Words);
    }

    /// <summary>
    /// Deletes what this step made, and only while nobody has written to it: writes are refused first, then the ends
    /// are read. What it only met, or what holds something, is for a person to decide about.
    /// </summary>
    public async Task<Verdict> Undo(Step.CreateTopic step, Undoing undoing, StepScope scope, CancellationToken stop)
    {
        if (undoing.EngineId is not { } made || undoing.Origin == StepOrigin.Met)
        {
            return Verdict.Not($"{step.Topic} is there, but it isn't known that this change made it.");
        }

        return new EmptyTopicRemoval(step, made, scope) is var removal && await removal.IsGone(stop)
            ? Verdict.Good
            : await removal.Remove(stop);
    }

    private static StepSide Side(Step.CreateTopic step, LiveTopic? live) =>
        live switch
        {
            null => StepSide.Before,
            { Partitions: var partitions, Replication: var replication }
                when partitions == step.Partitions
                    && replication == step.Replication
                    && TopicSight.Stands(live, step.Configs, c => c.After) => StepSide.After,
            _ => StepSide.Other,
        };
}
