using Portal.Core;
using Portal.Core.Changes.Runs;
using Portal.Core.Resources;
using Portal.Core.Schemas;
using Portal.Engines.Registry;

namespace Portal.Workers.Applying.Steps.Schemas;

public sealed class SetCompatibilityHandler(ISchemaRegistries registries) : IStepHandler<SetCompatibility>
{
    public async Task<Observation> Observe(SetCompatibility step, StepScope scope, CancellationToken stop) =>
        await SchemaSight.Look(await Registry(step, scope, stop), step, live => StateOf(step, live), stop);

    public async Task<EngineId?> Act(SetCompatibility step, StepScope scope, CancellationToken stop)
    {
        await (await Registry(step, scope, stop)).SetLevel(step.On.Name, step.After, scope.Deadline, stop);
        return null;
    }

    public async Task<Verdict> Undo(SetCompatibility step, Undoing undoing, StepScope scope, CancellationToken stop)
    {
        var seen = await Observe(step, scope, stop);
        if (seen.State == ObservedState.Other)
        {
            return Verdict.Not($"Somebody else changed it meanwhile: {seen.Words}.");
        }

        if (seen.State == ObservedState.After)
        {
            await (await Registry(step, scope, stop)).SetLevel(step.On.Name, step.Before, scope.Deadline, stop);
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

    private static ObservedState StateOf(SetCompatibility step, LiveSchema? live) =>
        live switch
        {
            null => ObservedState.Other,
            _ when live.Level == step.After => ObservedState.After,
            _ when step.IsNew || live.Level == step.Before => ObservedState.Before,
            _ => ObservedState.Other,
        };

    private Task<ISchemaRegistry> Registry(SetCompatibility step, StepScope scope, CancellationToken stop) =>
        scope.Open(registries.Open, step.On.Cluster, stop);
}
