using Portal.Core;
using Portal.Core.Changes;
using Portal.Schemas.Compatibility;
using Portal.Tests.Applying;
using Portal.Tests.CrashMatrix;
using Portal.Tests.Kit;

namespace Portal.Tests.Schemas;

/// <summary>Versions that their level refuses today come back as they were, on real registries: the level was another one when they were registered.</summary>
public sealed class FormerTextTests
{
    private static readonly string First = SchemaWorlds.Order("id");
    private readonly string _subject = $"{Path.GetRandomFileName()}-value";

    private string Refused => $"{_subject}{HookedHandler.Refused}";

    [Theory, OnBundled, OnApicurio]
    public async Task The_newest_version_comes_back_though_its_level_refuses_it_and_the_level_stays(
        RegistryProduct product
    )
    {
        await using var world = await World(product);
        var change = await world.Ask(
            SchemaWorlds.Change(_subject, First, CompatibilityLevel.Backward) with
            {
                Spec = SchemaWorlds.Spec(First, CompatibilityLevel.Backward) with { DeletedVersions = [new(2)] },
            },
            SchemaWorlds.Register(Refused, First)
        );

        await RollsBack(world, change);

        var live = (await world.LiveSchema(_subject))!;
        (live.Newest.Version, live.Level).ShouldBe((3, CompatibilityLevel.Backward));
        live.Text.ShouldContain("nr");
    }

    [Theory, OnBundled, OnApicurio]
    public async Task A_subject_comes_back_with_versions_that_its_level_refuses(RegistryProduct product)
    {
        await using var world = await World(product);
        var change = await world.Ask(SchemaWorlds.Delete(_subject), SchemaWorlds.Register(Refused, First));

        await RollsBack(world, change);

        var registry = await world.Registry();
        (await registry.Versions(_subject, CancellationToken.None)).ShouldBe([3, 4]);
        (await world.LiveSchema(_subject))!.Level.ShouldBe(CompatibilityLevel.Backward);
    }

    // The second version was registered by a level of before: none where a registry knows that of a subject, else the other direction.
    private async Task<WorkerWorld> World(RegistryProduct product)
    {
        var (level, second) =
            product == RegistryProduct.Bundled
                ? (CompatibilityLevel.None, SchemaWorlds.Order("nr"))
                : (CompatibilityLevel.Forward, SchemaWorlds.Order("id", "nr"));
        var world = await WorkerWorld.OnRegistry(await TwoRegistries.Url(product));
        await world.RegisterBehindUs(_subject, First);
        await (await world.Registry()).SetLevel(_subject, level, SchemaWorlds.Soon, CancellationToken.None);
        await world.ManageSchema(_subject, second, CompatibilityLevel.Backward);
        await world.ReadRegistry();
        await world.SeeVersions(_subject);
        return world;
    }

    private static async Task RollsBack(WorkerWorld world, ChangeId change)
    {
        await world.PlanAll();
        await world.Agree(change);
        await world.StartWorker(RefusedSteps.Refuse);
        await world.Reaches(change, ChangeState.RolledBack);
    }
}
