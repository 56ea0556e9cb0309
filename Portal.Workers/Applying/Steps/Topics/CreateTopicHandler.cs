using Portal.Core;
using Portal.Core.Changes.Runs;
using Portal.Core.Resources;
using Portal.Core.Topics;
using Portal.Engines.Kafka;

namespace Portal.Workers.Applying.Steps.Topics;

public sealed class CreateTopicHandler(IKafkaClusters clusters) : IStepHandler<CreateTopic>
{
    public async Task<Observation> Observe(CreateTopic step, StepScope scope, CancellationToken stop)
    {
        var live = await TopicSight.Look(await Cluster(step, scope, stop), step.On.Name, stop);
        return TopicSight.Judge(step, live, found => StateOf(step, found)) with { Remarks = Ignored(step, live) };
    }

    // An engine that gives no id gives nothing that could be taken back safely.
    public async Task<EngineId?> Act(CreateTopic step, StepScope scope, CancellationToken stop) =>
        await (await Cluster(step, scope, stop)).Create(step, scope.Deadline, stop) is var made && made != Guid.Empty
            ? TopicIds.Of(made)
            : null;

    /// <summary>
    /// Deletes what this step made, and only while nobody has written to it: writes are refused first, then the ends
    /// are read. What it only met, or what holds something, is for a person to decide about.
    /// </summary>
    public async Task<Verdict> Undo(CreateTopic step, Undoing undoing, StepScope scope, CancellationToken stop)
    {
        if (undoing.Incarnation is not { } made || undoing.Origin == StepOrigin.Met)
        {
            return Verdict.Not($"{step.On.Name} is there, but it isn't known that this change made it.");
        }

        return
            new EmptyTopicRemoval(step, made.ToTopicId(), await Cluster(step, scope, stop), scope) is var removal
            && await removal.IsGone(stop)
            ? Verdict.Good
            : await removal.Remove(stop);
    }

    private static ObservedState StateOf(CreateTopic step, LiveTopic? live) =>
        live switch
        {
            null => ObservedState.Before,
            { Partitions: var partitions, Replication: var replication }
                when partitions == step.Partitions
                    && replication == step.Replication
                    && TopicSight.Stands(live, step.Configs.Where(c => !live.Lacks(c.Name)), c => c.After) =>
                ObservedState.After,
            _ => ObservedState.Other,
        };

    private static string? Ignored(CreateTopic step, LiveTopic? live)
    {
        var lacking = step.Configs.Where(c => live?.Lacks(c.Name) == true).Select(c => c.Name).ToList();
        return lacking.Count == 0
            ? null
            : $"The cluster has no such setting, and ignored it: {string.Join(", ", lacking)}.";
    }

    private Task<IKafkaCluster> Cluster(CreateTopic step, StepScope scope, CancellationToken stop) =>
        scope.Open(clusters.Open, step.On.Cluster, stop);
}
