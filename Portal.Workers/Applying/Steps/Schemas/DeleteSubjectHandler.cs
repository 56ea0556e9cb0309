using Portal.Core;
using Portal.Core.Changes.Runs;
using Portal.Core.Resources;
using Portal.Core.Schemas;
using Portal.Engines;
using Portal.Engines.Registry;

namespace Portal.Workers.Applying.Steps.Schemas;

/// <summary>
/// Deletes all versions with one request, so that none is left behind half way. A registry can't be told to do so only as the subject
/// was seen: it is looked at right before, and what somebody registers in the moment between goes with it, softly too.
/// </summary>
public sealed class DeleteSubjectHandler(ISchemaRegistries registries) : IStepHandler<DeleteSubject>
{
    public async Task<Observation> Observe(DeleteSubject step, StepScope scope, CancellationToken stop)
    {
        var registry = await Registry(step, scope, stop);
        var versions = await registry.Versions(step.On.Name, stop);
        var seen = await SchemaSight.Look(registry, step, live => StateOf(step, live, versions), stop);
        return seen is { State: ObservedState.Before, Resource: LiveSchema live } && step.Reversal == Reversal.Full
            ? seen with
            {
                Resource = live with { Kept = await SubjectRestoring.Kept(registry, step, stop) },
            }
            : seen;
    }

    public async Task<EngineId?> Act(DeleteSubject step, StepScope scope, CancellationToken stop)
    {
        var registry = await Registry(step, scope, stop);
        if ((await registry.Versions(step.On.Name, stop)).Any(version => version > step.Newest.Version))
        {
            throw new EngineException(
                EngineFault.Final,
                $"Somebody registered a version of {step.On.Name} after version {step.Newest.Version}, up to which it was to be deleted."
            );
        }

        await registry.DeleteSubject(step.On.Name, scope.Deadline, stop);
        return null;
    }

    public async Task<Verdict> Undo(DeleteSubject step, Undoing undoing, StepScope scope, CancellationToken stop)
    {
        if (undoing.Before.State is not LiveSchema { Kept.IsDefaultOrEmpty: false } live)
        {
            return Verdict.Not($"{step.On.Name} was deleted, and which versions it had wasn't kept.");
        }

        return await SubjectRestoring.Of(await Registry(step, scope, stop), step, live, undoing, scope, stop);
    }

    // What was made again under the name after ours was deleted is another's.
    private static ObservedState StateOf(DeleteSubject step, LiveSchema? live, IReadOnlyList<int> versions) =>
        live?.Newest == step.Newest ? ObservedState.Before
        : versions.All(version => version > step.Newest.Version) ? ObservedState.After
        : ObservedState.Other;

    private Task<ISchemaRegistry> Registry(DeleteSubject step, StepScope scope, CancellationToken stop) =>
        scope.Open(registries.Open, step.On.Cluster, stop);
}
