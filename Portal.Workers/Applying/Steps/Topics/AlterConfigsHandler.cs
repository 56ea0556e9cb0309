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
        await Set(step, move => move.After, scope, stop);
        return null;
    }

    public Task<Verdict> Undo(AlterConfigs step, Undoing undoing, StepScope scope, CancellationToken stop) =>
        ValueRollback.Of(this, step, () => Set(step, move => move.Before, scope, stop), scope, stop);

    private async Task Set(
        AlterConfigs step,
        Func<ConfigMove, string?> value,
        StepScope scope,
        CancellationToken stop
    ) =>
        await (await Cluster(step, scope, stop)).SetConfigs(
            step.On.Name,
            step.Configs.ToDictionary(move => move.Name, value, StringComparer.Ordinal),
            scope.Deadline,
            stop
        );

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
