using Portal.Core;
using Portal.Core.Changes.Runs;
using Portal.Core.Resources;
using Portal.Core.Topics;
using Portal.Engines.Kafka;

namespace Portal.Workers.Applying.Steps.Topics;

public sealed class AlterConfigsHandler(IKafkaClusters clusters) : IStepHandler<AlterConfigs>
{
    public async Task<Observation> Observe(AlterConfigs step, StepScope scope, CancellationToken stop) =>
        TopicSight.Judge(
            step,
            await TopicSight.Look(await Cluster(step, scope, stop), step.On.Name, stop),
            live => StateOf(step, live)
        );

    public async Task<EngineId?> Act(AlterConfigs step, StepScope scope, CancellationToken stop)
    {
        await (await Cluster(step, scope, stop)).SetConfigs(
            step.On.Name,
            step.Configs.ToDictionary(c => c.Name, c => c.After, StringComparer.Ordinal),
            scope.Deadline,
            stop
        );
        return null;
    }

    public async Task<Verdict> Undo(AlterConfigs step, Undoing undoing, StepScope scope, CancellationToken stop)
    {
        var seen = await Observe(step, scope, stop);
        if (seen.State == ObservedState.Other)
        {
            return Verdict.Not($"Somebody else changed it meanwhile: {seen.Words}.");
        }

        if (seen.State == ObservedState.After)
        {
            await (await Cluster(step, scope, stop)).SetConfigs(
                step.On.Name,
                step.Configs.ToDictionary(c => c.Name, c => c.Before, StringComparer.Ordinal),
                scope.Deadline,
                stop
            );
            seen = await scope.Retry.Until(
                again => Observe(step, scope, again),
                found => found.State == ObservedState.Before,
                stop
            );
        }

        return seen.State switch
        {
            ObservedState.Before => Verdict.Good,
            ObservedState.After => throw NotShownYet.Of(seen.Words),
            _ => Verdict.Not(seen.Words),
        };
    }

    private static ObservedState StateOf(AlterConfigs step, LiveTopic? live) =>
        live switch
        {
            null => ObservedState.Other,
            _ when live.TopicId != step.TopicId => ObservedState.Other,
            _ when TopicSight.Stands(live, step.Configs, c => c.After) => ObservedState.After,
            _ when TopicSight.Stands(live, step.Configs, c => c.Before) => ObservedState.Before,
            _ => ObservedState.Other,
        };

    private Task<IKafkaCluster> Cluster(AlterConfigs step, StepScope scope, CancellationToken stop) =>
        scope.Open(clusters.Open, step.On.Cluster, stop);
}
