using Microsoft.Extensions.Options;
using Portal.Core;
using Portal.Core.Access;
using Portal.Core.Changes;
using Portal.Core.Changes.Approvals;
using Portal.Core.Changes.Requests;
using Portal.Core.Evaluation;
using Portal.Core.Resources;
using Portal.Core.Teams;
using Portal.Core.Topics;
using Portal.Tests.Access;
using Portal.Tests.Applying;

namespace Portal.Tests.Changes;

/// <summary>A grant is for whoever owns its data by now, also where that changed by other ways than a transfer.</summary>
public sealed class FollowedOwnerTests : IAsyncLifetime
{
    private static readonly AccessSpec Orders = AccessWorlds.Reads("orders.", "User:billing") with
    {
        Pattern = AclPattern.Prefixed,
    };

    private readonly WorkerWorld _world = new();

    public Task InitializeAsync() => _world.InitializeAsync();

    public Task DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task More_access_by_a_grant_is_for_whoever_owns_its_data_by_now_to_approve()
    {
        await _world.Manage("orders.eu");
        await _world.Carry(AccessWorlds.Grant("billing-reads", Orders));
        await _world.Record(TopicKind.Word, "orders.us", WorkerWorld.Spec(3, 1), owner: SeededStructure.Checkout);

        var draft = AccessWorlds.Change("billing-reads", Orders with { Group = "other-" });
        var preview = await Preview(draft);
        var more = await _world.Ask(draft);
        await _world.PlanAll();

        var approvals = (await _world.View(more)).Approvals;
        approvals.Select(step => step.Team).ShouldContain(SeededStructure.Platform);
        preview
            .Approvals.Select(step => (step.Title, step.TeamTitle))
            .ShouldBe(approvals.Select(step => (step.Title, step.TeamTitle)), "the preview shows them before");
    }

    [Fact]
    public async Task A_grant_whose_topic_is_another_teams_by_now_is_not_applied_before_that_team_approved_it()
    {
        await _world.Manage("orders");
        var grant = await _world.Ask(AccessWorlds.Grant("billing-reads", AccessWorlds.Reads("orders", "User:billing")));
        await _world.PlanAll();
        await _world.Agree(grant);
        (await _world.View(grant)).Row.State.ShouldBe(ChangeState.Approved);
        await _world.Give("orders", SeededStructure.Checkout);

        await _world.ApplyAll();

        var stale = (await _world.View(grant)).Row;
        stale.State.ShouldBe(ChangeState.Stale);
        stale.StatusMessage.ShouldNotBeNull().ShouldContain("Checkout");
        (await _world.AclsOf("User:billing")).ShouldBeEmpty();
        await _world.PlanAll();
        (await _world.View(grant)).Approvals.Select(step => step.Team).ShouldContain(SeededStructure.Checkout);
    }

    private async Task<Forecast> Preview(ResourceDraft draft) =>
        await new Forecasts(
            _world.Stores,
            _world.Get<ResourceKinds>(),
            [_world.Get<AccessPreview>()],
            Options.Create(new RequestOptions()),
            TimeProvider.System
        ).Of(
            await _world.Person(Role.Member, SeededStructure.Payments),
            new ChangeDraft("", "needed", SeededStructure.Payments, [draft]),
            replaces: null,
            CancellationToken.None
        );
}
