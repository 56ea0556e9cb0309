using Portal.Core;
using Portal.Core.Changes.Runs;
using Portal.Core.Resources;
using Portal.Core.Schemas;
using Portal.Engines;
using Portal.Engines.Registry;

namespace Portal.Workers.Applying.Steps.Schemas;

/// <summary>Deletes one version softly. The number of a version that was deleted softly is never given again.</summary>
public sealed class DeleteVersionHandler(ISchemaRegistries registries) : IStepHandler<DeleteVersion>
{
    public async Task<Observation> Observe(DeleteVersion step, StepScope scope, CancellationToken stop)
    {
        var registry = await Registry(step, scope, stop);
        var versions = await registry.Versions(step.On.Name, stop);
        return await SchemaSight.Look(registry, step, _ => StateOf(step, versions), stop);
    }

    public async Task<EngineId?> Act(DeleteVersion step, StepScope scope, CancellationToken stop)
    {
        var registry = await Registry(step, scope, stop);
        if ((await registry.Versions(step.On.Name, stop)).All(version => version == step.Version))
        {
            throw new EngineException(
                EngineFault.Final,
                $"Version {step.Version} is the only one of {step.On.Name} by now. Request the deletion of the subject instead."
            );
        }

        await registry.DeleteVersion(step.On.Name, step.Version, scope.Deadline, stop);
        return null;
    }

    /// <summary>Registers the text again, whatever its level refuses by now. It gets the next number and the id that it had, so it is known by that.</summary>
    public async Task<Verdict> Undo(DeleteVersion step, Undoing undoing, StepScope scope, CancellationToken stop)
    {
        if (!step.IsNewest)
        {
            return Verdict.Not(
                $"Version {step.Version} of {step.On.Name} was deleted; registered again, it would become the newest."
            );
        }

        var registry = await Registry(step, scope, stop);
        var there = await SoftlyDeleted.Others(registry, step.On.Name, [step.Version], scope, stop);
        var deleted = await SoftlyDeleted.Version(registry, step.On.Name, step.Version, stop);
        if (there.Contains(step.Version))
        {
            var isSame = undoing.Before.State is LiveSchema before && before.Newest == deleted.At;
            var verdict = SoftlyDeleted.Back(step.On.Name, step.Version, isSame, undoing);
            if (verdict.Holds && await SoftlyDeleted.IsImported(registry, step.On.Name, stop))
            {
                await SetLevel(registry, step, undoing, scope, stop);
            }
            else if (verdict.Holds)
            {
                await Register(registry, step, deleted, undoing, scope, stop);
            }

            return verdict;
        }

        var later = there.Where(version => version > step.Version).ToList();
        if (later.Count == 0)
        {
            await Register(registry, step, deleted, undoing, scope, stop);
            return Verdict.Good;
        }

        var first = await SoftlyDeleted.Version(registry, step.On.Name, later.Min(), stop);
        // Somebody's, or what an earlier try registered: which of the two isn't known.
        if (first.At.Id != deleted.At.Id)
        {
            return Verdict.Not(
                $"Version {first.At.Version} of {step.On.Name}, registered after version {step.Version} was deleted, has id {first.At.Id} instead of {deleted.At.Id}, so it is another schema."
            );
        }

        // An earlier try may have ended between the two.
        await SetLevel(registry, step, undoing, scope, stop);
        return Verdict.Good;
    }

    private static async Task Register(
        ISchemaRegistry registry,
        DeleteVersion step,
        RegisteredSchema deleted,
        Undoing undoing,
        StepScope scope,
        CancellationToken stop
    )
    {
        try
        {
            await FormerText.Register(registry, step.On.Name, deleted, scope, stop);
        }
        catch (EngineException failed) when (failed.Fault == EngineFault.Final)
        {
            await SetLevel(registry, step, undoing, scope, stop);
            throw;
        }

        await SetLevel(registry, step, undoing, scope, stop);
    }

    private static async Task SetLevel(
        ISchemaRegistry registry,
        DeleteVersion step,
        Undoing undoing,
        StepScope scope,
        CancellationToken stop
    )
    {
        if (undoing.Before.State is LiveSchema before)
        {
            await FormerText.SetLevel(registry, step.On.Name, before.Level, before.Settings, scope, stop);
        }
    }

    // A newest that isn't any more: what is there now nobody approved deleting from.
    private static ObservedState StateOf(DeleteVersion step, IReadOnlyList<int> versions) =>
        !versions.Contains(step.Version) ? ObservedState.After
        : step.IsNewest && versions.Max() > step.Version ? ObservedState.Other
        : ObservedState.Before;

    private Task<ISchemaRegistry> Registry(DeleteVersion step, StepScope scope, CancellationToken stop) =>
        scope.Open(registries.Open, step.On.Cluster, stop);
}
