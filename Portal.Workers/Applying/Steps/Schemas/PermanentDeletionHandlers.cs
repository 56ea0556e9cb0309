using Portal.Core;
using Portal.Core.Changes.Runs;
using Portal.Core.Resources;
using Portal.Core.Schemas;
using Portal.Engines.Registry;

namespace Portal.Workers.Applying.Steps.Schemas;

/// <summary>Deletes permanently what a soft deletion left of a subject. One that is there again is left alone: a registry refuses it.</summary>
public sealed class DeleteSubjectPermanentlyHandler(ISchemaRegistries registries)
    : IStepHandler<DeleteSubjectPermanently>
{
    public async Task<Observation> Observe(DeleteSubjectPermanently step, StepScope scope, CancellationToken stop)
    {
        var registry = await Registry(step, scope, stop);
        // Where this run deleted it softly, that has to be shown first.
        var isOurs = scope.Done.Any(done => done is DeleteSubject && done.On == step.On);
        var deleted = isOurs ? step.Versions : [];
        var versions = await SoftlyDeleted.All(registry, step.On.Name, deleted, scope, stop);
        return await SchemaSight.Look(registry, step, _ => StateOf(step, versions), stop);
    }

    public async Task<EngineId?> Act(DeleteSubjectPermanently step, StepScope scope, CancellationToken stop)
    {
        await (await Registry(step, scope, stop)).DeleteSubjectPermanently(step.On.Name, scope.Deadline, stop);
        return null;
    }

    public Task<Verdict> Undo(
        DeleteSubjectPermanently step,
        Undoing undoing,
        StepScope scope,
        CancellationToken stop
    ) => Task.FromResult(Verdict.Not($"{step.On.Name} was deleted permanently: nothing is left of it."));

    private static ObservedState StateOf(DeleteSubjectPermanently step, SubjectVersions versions) =>
        versions.Deleted.IsEmpty ? ObservedState.After
        : versions.There.IsEmpty && versions.Deleted.All(step.Versions.Contains) ? ObservedState.Before
        : ObservedState.Other;

    private Task<ISchemaRegistry> Registry(DeleteSubjectPermanently step, StepScope scope, CancellationToken stop) =>
        scope.Open(registries.Open, step.On.Cluster, stop);
}

/// <summary>Deletes permanently what a soft deletion left of a version.</summary>
public sealed class DeleteVersionPermanentlyHandler(ISchemaRegistries registries)
    : IStepHandler<DeleteVersionPermanently>
{
    public async Task<Observation> Observe(DeleteVersionPermanently step, StepScope scope, CancellationToken stop)
    {
        var registry = await Registry(step, scope, stop);
        var isOurs = scope.Done.Any(done =>
            done is DeleteVersion soft && soft.On == step.On && soft.Version == step.Version
        );
        int[] deleted = isOurs ? [step.Version] : [];
        var versions = await SoftlyDeleted.All(registry, step.On.Name, deleted, scope, stop);
        return await SchemaSight.Look(registry, step, _ => StateOf(step, versions), stop);
    }

    public async Task<EngineId?> Act(DeleteVersionPermanently step, StepScope scope, CancellationToken stop)
    {
        var registry = await Registry(step, scope, stop);
        await registry.DeleteVersionPermanently(step.On.Name, step.Version, scope.Deadline, stop);
        return null;
    }

    public Task<Verdict> Undo(
        DeleteVersionPermanently step,
        Undoing undoing,
        StepScope scope,
        CancellationToken stop
    ) =>
        Task.FromResult(
            Verdict.Not($"Version {step.Version} of {step.On.Name} was deleted permanently: nothing is left of it.")
        );

    private static ObservedState StateOf(DeleteVersionPermanently step, SubjectVersions versions) =>
        versions.Deleted.Contains(step.Version) ? ObservedState.Before
        : versions.There.Contains(step.Version) ? ObservedState.Other
        : ObservedState.After;

    private Task<ISchemaRegistry> Registry(DeleteVersionPermanently step, StepScope scope, CancellationToken stop) =>
        scope.Open(registries.Open, step.On.Cluster, stop);
}
