using Portal.Core;
using Portal.Core.Changes;
using Portal.Core.Changes.Lists;
using Portal.Core.Changes.Requests;
using Portal.Core.Resources;
using Portal.Core.Schemas;
using Portal.Tests.Applying;
using Portal.Tests.CrashMatrix;
using Portal.Tests.Kit;

namespace Portal.Tests.Schemas;

/// <summary>Subjects that one change deletes though one refers to the other, on real registries: each refuses to delete what another refers to.</summary>
public sealed class DeletedTogetherTests
{
    private const string Money = """{"type":"record","name":"Money","fields":[{"name":"cents","type":"long"}]}""";
    private const string Bill = """{"type":"record","name":"Bill","fields":[{"name":"total","type":"Money"}]}""";
    private readonly string _subject = $"{Path.GetRandomFileName()}-value";

    private string MoneySubject => $"money.{_subject}";

    private string Refused => $"{_subject}{HookedHandler.Refused}";

    [Theory, OnBundled]
    public async Task What_refers_to_another_is_deleted_first_and_does_not_count_as_missing_it(RegistryProduct product)
    {
        await using var world = await World(product);

        var view = await Approved(world, SchemaWorlds.Delete(MoneySubject), SchemaWorlds.Delete(_subject));

        view.Plan!.Steps.Select(step => (step.On.Name, step.Reversal))
            .ShouldBe([(_subject, Reversal.Full), (MoneySubject, Reversal.None)]);
        view.Check($"references · {MoneySubject}").ShouldBe((CheckVerdict.Passed, "No other subject refers to it."));
        view.Plan.RiskReasons.ShouldNotContain(reason => reason.Words.Contains("builds on"));
        await world.StartWorker();
        await world.Reaches(view.Row.Id, ChangeState.Applied);
        (await world.LiveSchema(_subject)).ShouldBeNull();
        (await world.LiveSchema(MoneySubject)).ShouldBeNull();
    }

    [Theory, OnBundled]
    public async Task A_former_version_that_refers_to_another_counts_too(RegistryProduct product)
    {
        await using var world = await World(product);
        foreach (var also in (string[])["a", "b"])
        {
            await world.RegisterBehindUs(
                _subject,
                $$"""{"type":"record","name":"Bill","fields":[{"name":"{{also}}","type":"string","default":""}]}"""
            );
        }

        var view = await Approved(world, SchemaWorlds.Delete(MoneySubject), SchemaWorlds.Delete(_subject));

        view.Plan!.Steps.Select(step => step.On.Name).ShouldBe([_subject, MoneySubject]);
    }

    // Apicurio counts what was deleted softly as a reference, and only a permanent deletion ends it.
    [Theory, OnApicurio]
    public async Task Where_what_is_deleted_softly_still_refers_to_it_the_change_is_taken_back(RegistryProduct product)
    {
        await using var world = await World(product);
        var soft = await Approved(world, SchemaWorlds.Delete(MoneySubject), SchemaWorlds.Delete(_subject));
        await world.StartWorker();
        await world.Reaches(soft.Row.Id, ChangeState.RolledBack);
        (await world.LiveSchema(_subject))!.Newest.Version.ShouldBe(2);
        (await world.LiveSchema(MoneySubject))!.Newest.Version.ShouldBe(1);

        var change = await world.Ask(
            SchemaWorlds.Delete(MoneySubject) with
            {
                IsPermanent = true,
            },
            SchemaWorlds.Delete(_subject) with
            {
                IsPermanent = true,
            }
        );
        await world.Reaches(change, ChangeState.PendingApproval);
        await world.Agree(change);
        await world.Reaches(change, ChangeState.Applied);
    }

    [Theory, OnBundled, OnApicurio]
    public async Task While_what_it_refers_to_is_there_a_subject_comes_back_with_its_reference(RegistryProduct product)
    {
        await using var world = await World(product);

        var view = await Approved(
            world,
            SchemaWorlds.Delete(MoneySubject),
            SchemaWorlds.Delete(_subject),
            SchemaWorlds.Register(Refused, SchemaWorlds.Order("id"))
        );

        view.Plan!.Steps.Select(step => step.On.Name).ShouldBe([_subject, Refused, MoneySubject]);
        await world.StartWorker(RefusedSteps.Refuse);
        await world.Reaches(view.Row.Id, ChangeState.RolledBack);
        var live = (await world.LiveSchema(_subject))!;
        (live.Newest.Version, live.References.Single().Subject).ShouldBe((2, MoneySubject));
        (await world.LiveSchema(MoneySubject))!.Newest.Version.ShouldBe(1);
    }

    // Money, and a bill that refers to it; both managed and seen.
    private async Task<WorkerWorld> World(RegistryProduct product)
    {
        var world = await WorkerWorld.OnRegistry(await TwoRegistries.Url(product));
        await world.ManageSchema(MoneySubject, Money);
        SchemaReference[] references = [new("Money", MoneySubject, 1)];
        await (await world.Registry()).Register(
            _subject,
            new(SchemaType.Avro, Bill, [.. references]),
            SchemaWorlds.Soon,
            CancellationToken.None
        );
        await world.Record(SchemaKind.Word, _subject, SchemaWorlds.Spec(Bill) with { References = [.. references] });
        await world.ReadRegistry();
        await world.SeeVersions(MoneySubject);
        await world.SeeVersions(_subject);
        return world;
    }

    private static async Task<ChangeView> Approved(WorkerWorld world, params ResourceDraft[] resources)
    {
        var change = await world.Ask(resources);
        await world.PlanAll();
        var view = await world.View(change);
        await world.Agree(change);
        return view;
    }
}
