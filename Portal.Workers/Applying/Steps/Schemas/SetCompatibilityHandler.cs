using Portal.Core;
using Portal.Core.Changes.Runs;
using Portal.Core.Resources;
using Portal.Core.Schemas;
using Portal.Engines.Registry;
using Portal.Schemas.Compatibility;

namespace Portal.Workers.Applying.Steps.Schemas;

public sealed class SetCompatibilityHandler(ISchemaRegistries registries) : IStepHandler<SetCompatibility>
{
    public async Task<Observation> Observe(SetCompatibility step, StepScope scope, CancellationToken stop) =>
        await SchemaSight.Look(await Registry(step, scope, stop), step, live => StateOf(step, live), stop);

    public async Task<EngineId?> Act(SetCompatibility step, StepScope scope, CancellationToken stop)
    {
        await Set(step, step.After, scope, stop);
        return null;
    }

    /// <summary>What the configuration held beside the level goes with a level that is taken away, and is set again.</summary>
    public async Task<Verdict> Undo(SetCompatibility step, Undoing undoing, StepScope scope, CancellationToken stop)
    {
        // Of a new subject any other level looks as before, and somebody else's stays. Once a try before this one may have set it back, what is shown holds.
        var verdict = await ValueRollback.Of(
            this,
            step,
            () => Set(step, step.Before, scope, stop),
            scope,
            stop,
            seen => !undoing.IsRepeated && seen.Resource is LiveSchema live && live.Level == step.Before
        );
        if (verdict.Holds && undoing.Before.State is LiveSchema { Settings: { } settings })
        {
            var registry = await Registry(step, scope, stop);
            await registry.SetSettings(step.On.Name, settings, scope.Deadline, stop);
        }

        return verdict;
    }

    private async Task Set(SetCompatibility step, CompatibilityLevel? level, StepScope scope, CancellationToken stop) =>
        await (await Registry(step, scope, stop)).SetLevel(step.On.Name, level, scope.Deadline, stop);

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
