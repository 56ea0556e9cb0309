using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Audit;
using Portal.Core.Changes;
using Portal.Core.Changes.Approvals;
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

namespace Portal.Tests.Changes;

/// <summary>What nobody manages is claimed by a team: Platform agrees, and nothing changes on an engine.</summary>
public sealed class ClaimTests : IAsyncLifetime
{
    private const string Subject = "strangers-value";
    private readonly WorkerWorld _world = new();

    public Task InitializeAsync() => _world.InitializeAsync();

    public Task DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task Platform_approves_and_the_team_owns_it_as_it_is()
    {
        _world.Kafka.Put("strangers", 6, ("retention.ms", "7200000"));

        var change = await Claim(SeededStructure.Payments, TopicKind.Word, "strangers");
        var planned = await Planned(change);

        planned.Row.Title.ShouldBe("Claim strangers for payments");
        planned.Row.State.ShouldBe(ChangeState.PendingApproval);
        planned.Approvals.Select(step => (step.Title, step.Team)).ShouldBe([("Claim", SeededStructure.Platform)]);
        planned.Plan!.Steps.ShouldHaveSingleItem().ShouldBeOfType<ClaimOwnership>().Owner.ShouldBe("payments");
        await _world.ApplyAll();
        (await Owner("strangers")).ShouldBeNull("nobody agreed yet");

        await _world.Override(change);
        await _world.ApplyAll();

        (await _world.View(change)).Row.State.ShouldBe(ChangeState.Applied);
        (await Owner("strangers")).ShouldBe(SeededStructure.Payments);
        _world.Kafka.Acts.ShouldBeEmpty("nothing changes on the cluster");
        await using var db = await _world.Open();
        var spec = (TopicSpec)(await db.Set<Resource>().SingleAsync(r => r.Name == "strangers")).Read(TestKinds.All);
        (spec.Partitions, spec.Configs["retention.ms"], spec.Owner).ShouldBe((6, "7200000", SeededStructure.Payments));
        TestKinds.All.Of(TopicKind.Word).Drift(spec, await _world.Live("strangers")).ShouldBeEmpty();
        (await db.Set<AuditEvent>().SingleAsync(e => e.Kind == "resource.claimed")).Words.ShouldBe(
            "The topic strangers belongs to payments; before, nobody managed it."
        );
    }

    [Fact]
    public async Task A_schema_is_claimed_with_its_newest_version()
    {
        var text = SchemaWorlds.Order("id");
        await _world.Registry.Register(
            Subject,
            new(SchemaType.Avro, text, []),
            SchemaWorlds.Soon,
            CancellationToken.None
        );

        await Claimed(await Claim(SeededStructure.Payments, SchemaKind.Word, Subject));

        await using var db = await _world.Open();
        var spec = (SchemaSpec)(await db.Set<Resource>().SingleAsync(r => r.Name == Subject)).Read(TestKinds.All);
        (spec.Schema, spec.Owner).ShouldBe((text, SeededStructure.Payments));
        (await _world.Registry.Versions(Subject, CancellationToken.None)).ShouldBe([1]);
    }

    [Fact]
    public async Task What_changed_since_the_plan_is_planned_again_and_claimed_as_it_is_by_then()
    {
        _world.Kafka.Put("strangers", 3);
        var change = await Claim(SeededStructure.Payments, TopicKind.Word, "strangers");
        await _world.PlanAll();
        await _world.Override(change);
        _world.Kafka.Put("strangers", 6);

        await _world.ApplyAll();

        (await _world.View(change)).Row.State.ShouldBe(ChangeState.Stale);
        (await Owner("strangers")).ShouldBeNull();
        await _world
            .Get<ChangeStops>()
            .PlanAgain(await _world.Person(Role.Platform, SeededStructure.Platform), change, CancellationToken.None);
        await Claimed(change);
        await using var db = await _world.Open();
        (
            (TopicSpec)(await db.Set<Resource>().SingleAsync(r => r.Name == "strangers")).Read(TestKinds.All)
        ).Partitions.ShouldBe(6);
    }

    [Fact]
    public async Task Of_two_teams_that_claim_it_one_owns_it_and_the_other_reads_whose_it_is()
    {
        _world.Kafka.Put("strangers", 3);
        var ours = await Claim(SeededStructure.Payments, TopicKind.Word, "strangers");
        var theirs = await Claim(SeededStructure.Checkout, TopicKind.Word, "strangers");
        await _world.PlanAll();
        await _world.Override(ours);
        await _world.Override(theirs);

        await _world.ApplyAll();

        var first = (await Owner("strangers")).ShouldNotBeNull();
        var (won, lost) = first == SeededStructure.Payments ? (ours, theirs) : (theirs, ours);
        (await _world.View(won)).Row.State.ShouldBe(ChangeState.Applied);
        var stale = await _world.View(lost);
        stale.Row.State.ShouldBe(ChangeState.Stale);
        stale.Row.StatusMessage!.ShouldContain("strangers belongs to");
        await _world
            .Get<ChangeStops>()
            .PlanAgain(await _world.Person(Role.Platform, SeededStructure.Platform), lost, CancellationToken.None);
        await _world.PlanAll();
        (await _world.View(lost)).Row.StatusMessage!.ShouldContain("Contact that team for a transfer.");
        (await Owner("strangers")).ShouldBe(first);
    }

    [Fact]
    public async Task What_was_deleted_meanwhile_is_not_claimed()
    {
        _world.Kafka.Put("strangers", 3);
        var change = await Claim(SeededStructure.Payments, TopicKind.Word, "strangers");
        _world.Kafka.Remove("strangers");

        var view = await Planned(change);

        view.Row.State.ShouldBe(ChangeState.ChangesRequested);
        view.Row.StatusMessage!.ShouldStartWith("strangers isn't there, so there is nothing to claim.");
    }

    [Fact]
    public async Task Who_requested_it_does_not_approve_it_and_nor_does_the_team()
    {
        _world.Kafka.Put("strangers", 3);
        var platform = await _world.Person(Role.Platform, SeededStructure.Platform);
        var change = await Claim(SeededStructure.Payments, TopicKind.Word, "strangers");
        var view = await Planned(change);
        var ballot = new Ballot(view.Plan!.Number, view.Plan.Hash, VoteVerdict.Approve, "");

        (
            await _world
                .Get<Voting>()
                .Cast(
                    await _world.Person(Role.Approver, SeededStructure.Payments),
                    change,
                    ballot,
                    CancellationToken.None
                )
        ).ShouldBeOfType<Outcome<ChangeState>.Refused>();
        (
            await _world.Get<Voting>().Cast(platform, change, ballot, CancellationToken.None)
        ).ShouldBeOfType<Outcome<ChangeState>.Done>();
    }

    [Fact]
    public async Task What_can_not_be_claimed_is_refused_in_words()
    {
        await _world.Manage("orders");
        _world.Kafka.Put("strangers", 3);
        var mine = await _world.Person(Role.Member, SeededStructure.Payments);

        (await Problems(mine, Draft(TopicKind.Word, "orders")))["resources[0].name"]
            .ShouldBe("orders belongs to Payments. What a team owns isn't claimed; contact that team for a transfer.");
        (await Problems(mine, Draft(TopicKind.Word, "strangers") with { Spec = WorkerWorld.Spec(3, 1) }))[
            "resources[0].spec"
        ]
            .ShouldBe("Leave the spec out: it is claimed as it is.");
        (await Problems(mine, Draft(new ResourceKind("job"), "enrich")))["resources[0].operation"]
            .ShouldBe("A job can't be claimed: not all that is wanted of it shows there.");
        (await Problems(mine, Draft(TopicKind.Word, "strangers"), WorkerWorld.Create("refunds")))["resources"]
            .ShouldBe("A claim changes nothing on a cluster; request other changes in a change of their own.");
        var stranger = await _world.Person(Role.Member, SeededStructure.Checkout);
        (await Ask(stranger, SeededStructure.Payments, Draft(TopicKind.Word, "strangers")))
            .ShouldBeOfType<Outcome<ChangeId>.Refused>()
            .Why.Kind.ShouldBe(RefusalKind.Denied);
    }

    private static ResourceDraft Draft(ResourceKind kind, string name) =>
        new(kind, ResourceOperation.Claim, "dev", name, null);

    private async Task<Outcome<ChangeId>> Ask(Caller who, string team, params ResourceDraft[] drafts) =>
        await _world.Get<ChangeRequests>().Submit(who, new("", "ours", team, drafts), CancellationToken.None);

    private async Task<ChangeId> Claim(string team, ResourceKind kind, string name) =>
        ((Outcome<ChangeId>.Done)await Ask(await _world.Person(Role.Member, team), team, Draft(kind, name))).Value;

    private async Task<IReadOnlyDictionary<string, string>> Problems(Caller who, params ResourceDraft[] drafts) =>
        ((Outcome<ChangeId>.Refused)await Ask(who, SeededStructure.Payments, drafts)).Why.Fields.ShouldNotBeNull();

    private async Task<ChangeView> Planned(ChangeId change)
    {
        await _world.PlanAll();
        return await _world.View(change);
    }

    private async Task Claimed(ChangeId change)
    {
        await _world.PlanAll();
        await _world.Override(change);
        await _world.ApplyAll();
        (await _world.View(change)).Row.State.ShouldBe(ChangeState.Applied);
    }

    // Null: nobody manages it.
    private async Task<string?> Owner(string name)
    {
        await using var db = await _world.Open();
        return await (
            from resource in db.Set<Resource>()
            join team in db.Set<Team>() on resource.OwnerTeamId equals team.Id
            where resource.Name == name && resource.GoneAt == null
            select team.Name
        ).SingleOrDefaultAsync();
    }
}
