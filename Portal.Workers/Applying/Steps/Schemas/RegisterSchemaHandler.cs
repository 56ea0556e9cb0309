using Portal.Core;
using Portal.Core.Changes.Runs;
using Portal.Core.Resources;
using Portal.Core.Schemas;
using Portal.Engines;
using Portal.Engines.Registry;

namespace Portal.Workers.Applying.Steps.Schemas;

/// <summary>
/// A registry gives a text that a subject has already no new version, so acting twice is acting once. What was made is
/// known by version and id together: after a soft delete the same text gets the next version with the same id.
/// </summary>
public sealed class RegisterSchemaHandler(ISchemaRegistries registries) : IStepHandler<RegisterSchema>
{
    public async Task<Observation> Observe(RegisterSchema step, StepScope scope, CancellationToken stop)
    {
        var registry = await Registry(step, scope, stop);
        var versions = await registry.Versions(step.On.Name, stop);
        var found = await SchemaSight.Look(registry, step, live => StateOf(step, live, versions), stop);
        // A registry may keep a text in another way of writing than it came, and knows it again.
        return
            found is { State: ObservedState.Other, Resource: LiveSchema live }
            && IsNext(step, live, versions)
            && await registry.Find(step.On.Name, TextOf(step), stop) == live.Newest
            ? found with
            {
                State = ObservedState.After,
            }
            : found;
    }

    public async Task<EngineId?> Act(RegisterSchema step, StepScope scope, CancellationToken stop)
    {
        var registry = await Registry(step, scope, stop);
        var made = await registry.Register(step.On.Name, TextOf(step), scope.Deadline, stop);
        return made.Version > (step.Before?.Version ?? 0)
            ? made.ToEngineId()
            : throw new EngineException(
                EngineFault.Final,
                $"The registry has this schema as version {made.Version} of {step.On.Name} already, and makes no older version the newest again."
            );
    }

    public Task<Observation> Verify(RegisterSchema step, StepScope scope, CancellationToken stop) =>
        scope.Retry.Until(again => Observe(step, scope, again), found => found.State != ObservedState.Before, stop);

    /// <summary>Deletes exactly the version made, and only while it is the newest: a later one was made knowing it.</summary>
    public async Task<Verdict> Undo(RegisterSchema step, Undoing undoing, StepScope scope, CancellationToken stop)
    {
        if (undoing.Incarnation is not { } incarnation || undoing.Origin == StepOrigin.Met)
        {
            return Verdict.Not($"{step.On.Name} has this version, but it isn't known that this change made it.");
        }

        var made = SchemaVersion.Of(incarnation);
        var registry = await Registry(step, scope, stop);
        if (await IsToBeDeleted(registry, step.On.Name, made, undoing, scope, stop))
        {
            await registry.DeleteVersion(step.On.Name, made.Version, scope.Deadline, stop);
        }

        var left = await scope.Retry.Until(
            again => registry.Versions(step.On.Name, again),
            versions => versions.Count == 0 || versions.Max() != made.Version,
            stop
        );
        if (!left.Contains(made.Version))
        {
            return Verdict.Good;
        }

        return left.Max() == made.Version
            ? throw NotShownYet.Of($"version {made.Version} of {step.On.Name} is still there")
            : Verdict.Not(
                $"Somebody else registered version {left.Max()} of {step.On.Name} after version {made.Version}, which this change made."
            );
    }

    // A node that is behind shows neither it nor a later one. Nor does any once a try before this one has deleted it, but then it is known as deleted.
    private static async Task<bool> IsToBeDeleted(
        ISchemaRegistry registry,
        string subject,
        SchemaVersion made,
        Undoing undoing,
        StepScope scope,
        CancellationToken stop
    )
    {
        var seen = await scope.Retry.Until(
            again => registry.Subject(subject, again),
            live => live?.Newest.Version >= made.Version,
            stop
        );
        return seen is { Newest: var newest } && newest.Version >= made.Version
            ? newest == made
            : !undoing.IsRepeated || !await SoftlyDeleted.Has(registry, subject, made, stop);
    }

    // A registry takes any version after any other: that nobody's came between is seen from its numbers.
    private static ObservedState StateOf(RegisterSchema step, LiveSchema? live, IReadOnlyList<int> versions) =>
        live?.Newest == step.Before ? ObservedState.Before
        : live is not null && live.Has(step.Type, step.Text, step.References) && IsNext(step, live, versions)
            ? ObservedState.After
        : ObservedState.Other;

    private static bool IsNext(RegisterSchema step, LiveSchema live, IReadOnlyList<int> versions) =>
        versions.Where(version => version < live.Newest.Version).Select(version => (int?)version).Max()
        == step.Before?.Version;

    private static RegistryText TextOf(RegisterSchema step) => new(step.Type, step.Text, step.References);

    private Task<ISchemaRegistry> Registry(RegisterSchema step, StepScope scope, CancellationToken stop) =>
        scope.Open(registries.Open, step.On.Cluster, stop);
}
