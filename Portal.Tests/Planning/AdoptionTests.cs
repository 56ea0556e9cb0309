using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Changes;
using Portal.Core.Changes.Lists;
using Portal.Core.Changes.Requests;
using Portal.Core.Evaluation;
using Portal.Core.Resources;
using Portal.Core.Schemas;
using Portal.Core.Teams;
using Portal.Core.Topics;
using Portal.Schemas.Compatibility;
using Portal.Tests.Applying;
using Portal.Tests.Kit;
using Portal.Tests.Schemas;

namespace Portal.Tests.Planning;

/// <summary>What others changed becomes what is wanted, and nothing changes on an engine.</summary>
public sealed class AdoptionTests : IAsyncLifetime
{
    private const string Subject = "orders-value";
    private static readonly string First = SchemaWorlds.Order("id");
    private static readonly string Second = SchemaWorlds.Order("id", SchemaWorlds.Optional("note"));
    private readonly WorkerWorld _world = new();

    public Task InitializeAsync() => _world.InitializeAsync();

    public Task DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task A_version_and_a_level_that_others_set_become_what_is_wanted()
    {
        await _world.ManageSchema(Subject, First, CompatibilityLevel.Full);
        await _world.RegisterBehindUs(Subject, Second);
        await _world.Registry.SetLevel(Subject, CompatibilityLevel.None, SchemaWorlds.Soon, CancellationToken.None);

        var view = await Adopted(SchemaKind.Word, Subject);

        view.Row.State.ShouldBe(ChangeState.Applied);
        view.Row.Title.ShouldBe("Adopt orders-value as it is");
        view.Timeline.Select(e => e.Words)
            .ShouldContain(words =>
                words.StartsWith(
                    "Adopted as it is. orders-value: compatibility FULL → NONE; ",
                    StringComparison.Ordinal
                )
            );
        var spec = (SchemaSpec)await Wanted(Subject);
        (spec.Schema, spec.Compatibility).ShouldBe((Second, CompatibilityLevel.None));
        TestKinds.All.Of(SchemaKind.Word).Drift(spec, await _world.LiveSchema(Subject)).ShouldBeEmpty();
        (await _world.Registry.Versions(Subject, CancellationToken.None)).ShouldBe([1, 2]);
    }

    [Fact]
    public async Task Settings_and_partitions_that_others_set_become_what_is_wanted()
    {
        await _world.Manage("orders", 3, ("retention.ms", "3600000"));
        _world.Kafka.Put("orders", 6, ("retention.ms", "7200000"), ("cleanup.policy", "compact"));

        var view = await Adopted(TopicKind.Word, "orders");

        view.Row.State.ShouldBe(ChangeState.Applied);
        var spec = (TopicSpec)await Wanted("orders");
        TestKinds.All.Of(TopicKind.Word).Drift(spec, await _world.Live("orders")).ShouldBeEmpty();
        (spec.Partitions, spec.Configs["retention.ms"]).ShouldBe((6, "7200000"));
        _world.Kafka.Acts.ShouldBeEmpty("nothing is changed");
    }

    [Fact]
    public async Task What_is_as_wanted_is_adopted_as_nothing()
    {
        await _world.Manage("orders");

        (await Adopted(TopicKind.Word, "orders"))
            .Timeline.Select(e => e.Words)
            .ShouldContain("Nothing differs from what is wanted: there is nothing to adopt.");
    }

    [Fact]
    public async Task What_is_gone_is_not_adopted()
    {
        await _world.Manage("orders");
        _world.Kafka.Remove("orders");

        var view = await Adopted(TopicKind.Word, "orders");

        view.Row.State.ShouldBe(ChangeState.ChangesRequested);
        view.Row.StatusMessage!.ShouldStartWith("orders isn't there, so there is nothing to adopt.");
        ((TopicSpec)await Wanted("orders")).Partitions.ShouldBe(3);
    }

    [Fact]
    public async Task What_is_requested_otherwise_is_refused_in_words()
    {
        await _world.Manage("orders");
        await _world.Manage("refunds");

        (await Refused(Adopt(TopicKind.Word, "orders") with { Spec = WorkerWorld.Create("orders").Spec }))[
            "resources[0].spec"
        ]
            .ShouldBe("Leave the spec out: what is there is adopted.");
        (await Refused(Adopt(TopicKind.Word, "strangers")))["resources[0].name"].ShouldContain("isn't managed");
        (await Refused(Adopt(TopicKind.Word, "orders"), WorkerWorld.Delete("refunds")))["resources"]
            .ShouldBe("An adoption changes nothing on a cluster; request other changes in a change of their own.");
        (await Refused(Adopt(new ResourceKind("job"), "orders")))["resources[0].operation"]
            .ShouldBe("A job can't be adopted as it is. Change it, or delete it.");
    }

    private static ResourceDraft Adopt(ResourceKind kind, string name) =>
        new(kind, ResourceOperation.Adopt, "dev", name, null);

    private async Task<ChangeView> Adopted(ResourceKind kind, string name)
    {
        var change = await _world.Ask(Adopt(kind, name));
        await _world.PlanAll();
        return await _world.View(change);
    }

    private async Task<ResourceSpec> Wanted(string name)
    {
        await using var db = await _world.Open();
        return (await db.Set<Resource>().SingleAsync(r => r.Name == name && r.GoneAt == null)).Read(TestKinds.All);
    }

    private async Task<IReadOnlyDictionary<string, string>> Refused(params ResourceDraft[] resources) =>
        (
            (Outcome<ChangeId>.Refused)
                await _world
                    .Get<ChangeRequests>()
                    .Submit(
                        await _world.Person(Role.Member, SeededStructure.Payments),
                        new ChangeDraft("", "", SeededStructure.Payments, resources),
                        CancellationToken.None
                    )
        )
            .Why
            .Fields!;
}
