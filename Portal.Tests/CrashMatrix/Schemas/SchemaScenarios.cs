using Portal.Core.Changes.Requests;
using Portal.Core.Changes.Runs;
using Portal.Core.Resources;
using Portal.Core.Schemas;
using Portal.Schemas.Compatibility;
using Portal.Tests.Applying;
using Portal.Tests.Schemas;

namespace Portal.Tests.CrashMatrix.Schemas;

public sealed class SchemaScenarios : IKindScenarios
{
    public static readonly string First = SchemaWorlds.Order("id");
    public static readonly string Second = SchemaWorlds.Order("id", SchemaWorlds.Optional("note"));

    public ResourceKind Kind => SchemaKind.Word;

    public IEnumerable<Scenario> Of(Type step, string name) =>
        step.Name switch
        {
            nameof(RegisterSchema) => [Register(name), UndoRegister(name)],
            nameof(SetCompatibility) => [Set(name), UndoSet(name)],
            // Of a topic that is not there, so that nobody has to override.
            nameof(DeleteSubject) => [Delete($"{name}-value"), UndoDelete($"{name}-value")],
            nameof(DeleteSubjectPermanently) => [DeletePermanently($"{name}-value")],
            nameof(DeleteVersion) => [DeleteNewest($"{name}-value"), UndoDeleteNewest($"{name}-value")],
            nameof(DeleteVersionPermanently) => [DeleteOlderPermanently($"{name}-value")],
            _ => [],
        };

    public IEnumerable<CellPlan> Strangers(Type step) => SchemaStrangers.Cells(step);

    // After a first version, so that what is before is a version and not nothing.
    private static Scenario Register(string name) =>
        new(
            name,
            nameof(RegisterSchema),
            StepDirection.Do,
            world => world.ManageSchema(name, First),
            [SchemaWorlds.Change(name, Second)],
            ["Register"],
            world => Says(world, name, Second)
        );

    private static Scenario UndoRegister(string name) =>
        new(
            name,
            nameof(RegisterSchema),
            StepDirection.Undo,
            _ => Task.CompletedTask,
            [SchemaWorlds.Register(name, First), SchemaWorlds.Register(Refused(name), First)],
            ["Register", "DeleteVersion"],
            async world => await world.LiveSchema(name) is null
        );

    private static Scenario Set(string name) =>
        new(
            name,
            nameof(SetCompatibility),
            StepDirection.Do,
            world => world.ManageSchema(name, First, CompatibilityLevel.Backward),
            [SchemaWorlds.Change(name, First, CompatibilityLevel.Full)],
            ["SetLevel"],
            world => Has(world, name, CompatibilityLevel.Full)
        );

    private static Scenario UndoSet(string name) =>
        new(
            name,
            nameof(SetCompatibility),
            StepDirection.Undo,
            world => world.ManageSchema(name, First, CompatibilityLevel.Backward),
            [SchemaWorlds.Change(name, First, CompatibilityLevel.Full), SchemaWorlds.Register(Refused(name), First)],
            ["SetLevel", "SetLevel"],
            world => Has(world, name, CompatibilityLevel.Backward)
        );

    private static Scenario Delete(string name) =>
        new(
            name,
            nameof(DeleteSubject),
            StepDirection.Do,
            world => TwoVersions(world, name),
            [SchemaWorlds.Delete(name)],
            [nameof(DeleteSubject)],
            async world => await world.LiveSchema(name) is null
        );

    // Of one version: registries differ in what restoring several takes beside.
    private static Scenario UndoDelete(string name) =>
        new(
            name,
            nameof(DeleteSubject),
            StepDirection.Undo,
            async world =>
            {
                await world.ManageSchema(name, First);
                await world.ReadRegistry();
            },
            [SchemaWorlds.Delete(name), SchemaWorlds.Register(Refused(name), First)],
            [nameof(DeleteSubject), "Register"],
            async world => (await world.LiveSchema(name))?.Newest.Version == 2
        );

    private static Scenario DeletePermanently(string name) =>
        new(
            name,
            nameof(DeleteSubjectPermanently),
            StepDirection.Do,
            world => TwoVersions(world, name),
            [SchemaWorlds.Delete(name) with { IsPermanent = true }],
            [nameof(DeleteSubject), nameof(DeleteSubjectPermanently)],
            async world =>
                await (await world.Registry()).AllVersions(name, CancellationToken.None)
                    is { There.IsEmpty: true, Deleted.IsEmpty: true }
        );

    private static Scenario DeleteNewest(string name) =>
        new(
            name,
            nameof(DeleteVersion),
            StepDirection.Do,
            world => TwoVersions(world, name),
            [Without(name, First, new(2))],
            [nameof(DeleteVersion)],
            async world => (await world.LiveSchema(name))?.Newest.Version == 1
        );

    private static Scenario UndoDeleteNewest(string name) =>
        new(
            name,
            nameof(DeleteVersion),
            StepDirection.Undo,
            world => TwoVersions(world, name),
            [Without(name, First, new(2)), SchemaWorlds.Register(Refused(name), First)],
            [nameof(DeleteVersion), "Register"],
            async world => (await world.LiveSchema(name))?.Newest.Version == 3
        );

    private static Scenario DeleteOlderPermanently(string name) =>
        new(
            name,
            nameof(DeleteVersionPermanently),
            StepDirection.Do,
            world => TwoVersions(world, name),
            [Without(name, Second, new(1, IsPermanent: true))],
            [nameof(DeleteVersion), nameof(DeleteVersionPermanently)],
            async world =>
                await (await world.Registry()).AllVersions(name, CancellationToken.None)
                    is { There: [2], Deleted.IsEmpty: true }
        );

    private static ResourceDraft Without(string name, string text, VersionDeletion deletion) =>
        SchemaWorlds.Change(name, text) with
        {
            Spec = SchemaWorlds.Spec(text) with { DeletedVersions = [deletion] },
        };

    private static async Task TwoVersions(WorkerWorld world, string name)
    {
        await world.RegisterBehindUs(name, First);
        await world.ManageSchema(name, Second);
        await world.SeeVersions(name);
        await world.ReadRegistry();
    }

    private static async Task<bool> Says(WorkerWorld world, string name, string text) =>
        await world.LiveSchema(name) is { } live && live.Text == text && live.Newest.Version == 2;

    private static async Task<bool> Has(WorkerWorld world, string name, CompatibilityLevel level) =>
        (await world.LiveSchema(name))?.Level == level;

    private static string Refused(string name) => $"{name}{HookedHandler.Refused}";
}
