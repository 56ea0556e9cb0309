using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Changes;
using Portal.Core.Changes.Approvals;
using Portal.Core.Changes.Lists;
using Portal.Core.Changes.Requests;
using Portal.Core.Evaluation;
using Portal.Core.Resources;
using Portal.Core.Teams;
using Portal.Core.Topics;
using Portal.Tests.Access;
using Portal.Tests.Applying;

namespace Portal.Tests.Changes;

/// <summary>Whoever requested something doesn't approve it by changing teams, nor by having it change teams.</summary>
public sealed class MovedRequesterTests : IAsyncLifetime
{
    private readonly WorkerWorld _world = new() { Topics = ["orders"] };

    public Task InitializeAsync() => _world.InitializeAsync();

    public Task DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task Who_requested_access_and_then_became_an_approver_of_the_data_s_team_does_not_approve_it()
    {
        await _world.Give("orders", SeededStructure.Checkout);
        var id = await _world.Ask(AccessWorlds.Grant("billing-reads", AccessWorlds.Reads("orders", "User:billing")));
        await _world.PlanAll();
        await Sql($"delete from membership where person_id = (select id from person where handle = 'ada')");
        await Approves("ada", "checkout");

        await IsNotForAda(id, "checkout");
        (await Cast(await _world.As("tess"), id)).ShouldBeOfType<Outcome<ChangeState>.Done>();
    }

    [Fact]
    public async Task Who_requested_a_change_of_what_was_then_transferred_to_their_other_team_does_not_approve_it()
    {
        await Approves("ada", "checkout");
        var change = await _world.Ask(WorkerWorld.Update("orders", 6));
        var transfer = await Transfer();
        await _world.PlanAll();
        (await Cast(await _world.As("grace"), transfer)).ShouldBeOfType<Outcome<ChangeState>.Done>();
        await IsNotForAda(transfer, "payments", "checkout");
        (await Cast(await _world.As("tess"), transfer)).ShouldBeOfType<Outcome<ChangeState>.Done>();
        await _world.ApplyAll();
        await _world.PlanAll();

        await IsNotForAda(change, "checkout");
        (await Cast(await _world.As("grace"), change)).ShouldBeOfType<Outcome<ChangeState>.Refused>(
            "it isn't hers any more"
        );
        (await Cast(await _world.As("tess"), change)).ShouldBeOfType<Outcome<ChangeState>.Done>();
        await _world.ApplyAll();
        (await _world.View(change)).Row.State.ShouldBe(ChangeState.Applied);
    }

    private async Task<ChangeId> Transfer()
    {
        var draft = new ResourceDraft(
            TopicKind.Word,
            ResourceOperation.Transfer,
            "dev",
            "orders",
            null,
            Owner: SeededStructure.Checkout
        );
        return (
            (Outcome<ChangeId>.Done)
                await _world
                    .Get<ChangeRequests>()
                    .Submit(await _world.As("ada"), new("", "theirs now", "", [draft]), CancellationToken.None)
        ).Value;
    }

    // Neither named among those who can, nor asked, nor let.
    private async Task IsNotForAda(ChangeId id, params string[] teams)
    {
        var view = await _world.View(id);
        view.Row.State.ShouldBe(ChangeState.PendingApproval);
        view.Approvals.Select(step => step.Team).ShouldBe(teams);
        view.Approvals.ShouldAllBe(step => !step.CanApprove.Contains("ada"));
        var ada = await _world.As("ada");
        ada.HasSome(Role.Approver).ShouldBeTrue();
        (await _world.Get<ChangeInbox>().For(ada, 100, CancellationToken.None)).ShouldNotContain(row => row.Id == id);
        (await Cast(ada, id))
            .ShouldBeOfType<Outcome<ChangeState>.Refused>()
            .Why.Words.ShouldStartWith("You requested or edited this change");
    }

    private async Task<Outcome<ChangeState>> Cast(Caller who, ChangeId id)
    {
        var plan = (await _world.View(id)).Plan!;
        var ballot = new Ballot(plan.Number, plan.Hash, VoteVerdict.Approve, "");
        return await _world.Get<Voting>().Cast(who, id, ballot, CancellationToken.None);
    }

    private Task Approves(string handle, string team) =>
        Sql(
            $"""
            insert into membership (person_id, team_id, role)
            select p.id, t.id, 'approver' from person p, team t where p.handle = {handle} and t.name = {team}
            """
        );

    private async Task Sql(FormattableString statement)
    {
        await using var db = await _world.Open();
        await db.Database.ExecuteSqlAsync(statement);
    }
}
