using Portal.Core;
using Portal.Core.Changes.Runs;
using Portal.Core.Resources;
using Portal.Core.Schemas;
using Portal.Engines.Registry;

namespace Portal.Workers.Applying.Steps.Schemas;

/// <summary>
/// Deletes the versions that were approved, oldest first, each softly and by its number: a registry can't be told to delete a
/// subject only as it was seen, and what somebody registers meanwhile is another's and stays.
/// </summary>
public sealed class DeleteSubjectHandler(ISchemaRegistries registries) : IStepHandler<DeleteSubject>
{
    public async Task<Observation> Observe(DeleteSubject step, StepScope scope, CancellationToken stop)
    {
        var registry = await Registry(step, scope, stop);
        var versions = await registry.Versions(step.On.Name, stop);
        return await SchemaSight.Look(registry, step, live => StateOf(step, live, versions), stop);
    }

    public async Task<EngineId?> Act(DeleteSubject step, StepScope scope, CancellationToken stop)
    {
        var registry = await Registry(step, scope, stop);
        var versions = await registry.Versions(step.On.Name, stop);
        foreach (var version in versions.Where(version => version <= step.Newest.Version).Order())
        {
            await registry.DeleteVersion(step.On.Name, version, scope.Deadline, stop);
        }

        return null;
    }

    public async Task<Verdict> Verify(DeleteSubject step, StepScope scope, CancellationToken stop)
    {
        var seen = await scope.Retry.Until(
            again => Observe(step, scope, again),
            found => found.State == ObservedState.After,
            stop
        );
        return seen.State == ObservedState.After ? Verdict.Good : Verdict.Not(seen.Words);
    }

    /// <summary>Registers the newest text again, with the level that was set: a first version is compared with nothing.</summary>
    public async Task<Verdict> Undo(DeleteSubject step, Undoing undoing, StepScope scope, CancellationToken stop)
    {
        if (undoing.Origin == StepOrigin.Met)
        {
            return Verdict.Good;
        }

        if (undoing.Before.State is not LiveSchema before)
        {
            return Verdict.Not($"What {step.On.Name} said before it was deleted isn't known.");
        }

        var registry = await Registry(step, scope, stop);
        if (await registry.Subject(step.On.Name, stop) is null)
        {
            var text = new RegistryText(before.Type, before.Text, before.References);
            await registry.Register(step.On.Name, text, scope.Deadline, stop);
        }

        var live = await scope.Retry.Until(
            again => registry.Subject(step.On.Name, again),
            seen => seen is not null,
            stop
        );
        if (live?.Says(before.Type, before.Text, before.References) != true)
        {
            return Verdict.Not($"Somebody else registered another schema as {step.On.Name} meanwhile.");
        }

        if (live.Level != before.Level)
        {
            await registry.SetLevel(step.On.Name, before.Level, scope.Deadline, stop);
        }

        return Verdict.Good;
    }

    // What was made again under the name after ours was deleted is another's.
    private static ObservedState StateOf(DeleteSubject step, LiveSchema? live, IReadOnlyList<int> versions) =>
        live?.Newest == step.Newest ? ObservedState.Before
        : live is null || !versions.Contains(step.Newest.Version) ? ObservedState.After
        : ObservedState.Other;

    private Task<ISchemaRegistry> Registry(DeleteSubject step, StepScope scope, CancellationToken stop) =>
        scope.Open(registries.Open, step.On.Cluster, stop);
}
