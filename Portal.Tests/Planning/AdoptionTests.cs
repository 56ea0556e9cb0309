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
    public async Task A_setting_that_is_wanted_and_holds_by_default_stays_wanted_when_another_is_adopted()
    {
        await _world.Manage("orders", 3, ("retention.ms", "604800000"));
        _world.Kafka.Change(
            "orders",
            live =>
                live with
                {
                    Configs = live
                        .Configs.SetItem("retention.ms", new LiveConfig("604800000", IsDefault: true))
                        .Add("segment.bytes", new LiveConfig("500000000", IsDefault: false)),
                }
        );

        var view = await Adopted(TopicKind.Word, "orders");

        view.Row.State.ShouldBe(ChangeState.Applied);
        var spec = (TopicSpec)await Wanted("orders");
        spec.Configs.Select(c => (c.Key, c.Value))
            .ShouldBe([("retention.ms", "604800000"), ("segment.bytes", "500000000")]);
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
    public async Task What_nobody_managed_is_given_to_a_team_as_it_is()
    {
        _world.Kafka.Put("strangers", 6, ("retention.ms", "7200000"));
        await _world.Registry.Register(
            Subject,
            new(SchemaType.Avro, First, []),
            SchemaWorlds.Soon,
            CancellationToken.None
        );

        var topic = await Given(TopicKind.Word, "strangers");
        var schema = await Given(SchemaKind.Word, Subject);

        topic.Row.State.ShouldBe(ChangeState.Applied);
        topic
            .Timeline.Select(e => e.Words)
            .ShouldContain("Adopted as it is. strangers: managed from now on, owned by payments.");
        schema.Row.State.ShouldBe(ChangeState.Applied);
        var spec = (TopicSpec)await Wanted("strangers");
        (spec.Partitions, spec.Configs["retention.ms"], spec.Owner).ShouldBe((6, "7200000", SeededStructure.Payments));
        ((SchemaSpec)await Wanted(Subject)).Schema.ShouldBe(First);
        _world.Kafka.Acts.ShouldBeEmpty("nothing is changed");

        (await Refused(WorkerWorld.Delete("strangers") with { TypedName = "" })).Keys.ShouldBe(
            ["resources[0].typedName"],
            "it is its team's from now on"
        );
    }

    [Fact]
    public async Task What_was_adopted_outside_the_portals_limits_is_changed_like_anything_else()
    {
        _world.Kafka.Put("strangers", 1_200, ("retention.ms", "7200000"), ("segment.bytes", "1000"));
        await Given(TopicKind.Word, "strangers");

        var change = await _world.Ask(
            WorkerWorld.Update("strangers", 1_200, ("retention.ms", "14400000"), ("segment.bytes", "1000"))
        );
        await _world.PlanAll();

        var view = await _world.View(change);
        view.Plan.ShouldNotBeNull()
            .Steps.ShouldHaveSingleItem()
            .ShouldBeOfType<AlterConfigs>()
            .Configs.ShouldHaveSingleItem()
            .Name.ShouldBe("retention.ms");
        view.Checks.ShouldNotContain(c => c.Verdict == CheckVerdict.Blocked);
        view.Approvals.ShouldNotContain(a => a.IsOverride, "as many partitions as there are need none");
    }

    [Fact]
    public async Task What_was_given_to_one_team_is_not_given_to_another()
    {
        _world.Kafka.Put("strangers", 6);
        var (first, second) = (await Give(TopicKind.Word, "strangers"), await Give(TopicKind.Word, "strangers"));
        await _world.PlanAll();

        (await _world.View(first)).Row.State.ShouldBe(ChangeState.Applied);
        (await _world.View(second))
            .Timeline.Select(e => e.Words)
            .ShouldContain("Nothing differs from what is wanted: there is nothing to adopt.");
        await using var db = await _world.Open();
        (await db.Set<Resource>().CountAsync(r => r.Name == "strangers")).ShouldBe(1);
    }

    [Fact]
    public async Task What_stopped_being_managed_while_it_was_to_be_adopted_stays_so()
    {
        await _world.Manage("orders");
        var change = await _world.Ask(Adopt(TopicKind.Word, "orders"));
        await using (var db = await _world.Open())
        {
            await db.Set<Resource>()
                .ExecuteUpdateAsync(set => set.SetProperty(r => r.GoneAt, TimeProvider.System.GetUtcNow()));
        }

        await _world.PlanAll();

        (await _world.View(change))
            .Timeline.Select(e => e.Words)
            .ShouldContain("Nothing differs from what is wanted: there is nothing to adopt.");
        await using var after = await _world.Open();
        (await after.Set<Resource>().AnyAsync(r => r.GoneAt == null)).ShouldBeFalse();
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
        (await Refused(Adopt(TopicKind.Word, "strangers")))["resources[0].name"]
            .ShouldBe(
                "strangers isn't managed by the portal on dev. Claim it for your team first. Only platform engineers give what nobody manages to a team. Contact Platform."
            );
        (await Refused(Adopt(TopicKind.Word, "orders"), WorkerWorld.Delete("refunds")))["resources"]
            .ShouldBe("An adoption changes nothing on a cluster; request other changes in a change of their own.");
        (await Refused(Adopt(new ResourceKind("job"), "orders")))["resources[0].operation"]
            .ShouldBe("A job can't be adopted as it is. Change it, or delete it.");
    }

    private static ResourceDraft Adopt(ResourceKind kind, string name) =>
        new(kind, ResourceOperation.Adopt, "dev", name, null);

    private async Task<ChangeView> Given(ResourceKind kind, string name)
    {
        var change = await Give(kind, name);
        await _world.PlanAll();
        return await _world.View(change);
    }

    // Of Platform, for another team.
    private async Task<ChangeId> Give(ResourceKind kind, string name) =>
        (
            (Outcome<ChangeId>.Done)
                await _world
                    .Get<ChangeRequests>()
                    .Submit(
                        await _world.Person(Role.Platform, SeededStructure.Platform),
                        new ChangeDraft(
                            "",
                            "It was there before the portal.",
                            SeededStructure.Payments,
                            [Adopt(kind, name)]
                        ),
                        CancellationToken.None
                    )
        ).Value;

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
