using Portal.Core.Changes.Runs;
using Portal.Core.Resources;
using Portal.Core.Topics;

namespace Portal.Workers.Applying.Steps;

public sealed class AlterConfigsHandler : IStepHandler<Step.AlterConfigs>
{
    public async Task<Sighting> Observe(Step.AlterConfigs step, StepScope scope, CancellationToken stop) =>
        TopicSight.Judge(step, await TopicSight.Look(scope.Cluster, step.Topic, stop), live => Side(step, live));

    public async Task<Guid?> Act(Step.AlterConfigs step, StepScope scope, CancellationToken stop)
    {
        await scope.Cluster.SetConfigs(
            step.Topic,
            step.Configs.ToDictionary(c => c.Name, c => c.After, StringComparer.Ordinal),
            scope.Deadline,
            stop
        );
        return null;
    }

    public async Task<Verdict> Verify(Step.AlterConfigs step, StepScope scope, CancellationToken stop)
    {
        var seen = await scope.Patience.Until(
            again => Observe(step, scope, again),
            found => found.Side == StepSide.After,
            stop
        );
        return seen.Side == StepSide.After ? Verdict.Good : Verdict.Not(seen.Words);
    }

    public async Task<Verdict> Undo(Step.AlterConfigs step, Undoing undoing, StepScope scope, CancellationToken stop)
    {
        var seen = await Observe(step, scope, stop);
        if (seen.Side == StepSide.Other)
        {
            return Verdict.Not($"Somebody else changed it meanwhile: {seen.Words}.");
        }

        if (seen.Side == StepSide.After)
        {
            await scope.Cluster.SetConfigs(
                step.Topic,
                step.Configs.ToDictionary(c => c.Name, c => c.Before, StringComparer.Ordinal),
                scope.Deadline,
                stop
            );
            seen = await scope.Patience.Until(
                again => Observe(step, scope, again),
                found => found.Side == StepSide.Before,
                stop
            );
        }

        return seen.Side == StepSide.Before ? Verdict.Good : Verdict.Not(seen.Words);
    }

    private static StepSide Side(Step.AlterConfigs step, LiveTopic? live) =>
        live switch
        {
            null => StepSide.Other,
            _ when live.TopicId != step.TopicId => StepSide.Other,
            _ when TopicSight.Stands(live, step.Configs, c => c.After) => StepSide.After,
            _ when TopicSight.Stands(live, step.Configs, c => c.Before) => StepSide.Before,
            _ => StepSide.Other,
        };
}
