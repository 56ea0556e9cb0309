using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Changes;
using Portal.Core.Changes.Approvals;
using Portal.Core.Evaluation;
using Portal.Core.People;
using Portal.Core.Store;
using Portal.Core.Teams;
using Portal.Web.Features.Changes;

namespace Portal.Tests.Changes;

/// <summary>Who may serve several steps serves the one that has the fewest others: the order of votes locks nobody out.</summary>
public sealed class StepChoiceTests : IAsyncLifetime
{
    private readonly ChangeWorld _world = new();

    public Task InitializeAsync() => _world.InitializeAsync();

    public Task DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task Who_alone_can_serve_the_second_step_leaves_the_first_to_others()
    {
        var both = await _world.Approver();
        var first = await ApproverOfPaymentsOnly();
        var id = await _world.Submit(ChangeWorld.Draft("choice.two"));
        var plan = await _world.Plan(id, (SeededStructure.Payments, 1), (SeededStructure.Logistics, 1));

        (await _world.Vote(both, id, plan)).ShouldBe(ChangeState.PendingApproval);

        (await _world.View(id)).Approvals.Select(step => step.IsMet).ShouldBe([false, true]);
        (await _world.Vote(first, id, plan)).ShouldBe(ChangeState.Approved);
    }

    [Fact]
    public async Task Who_may_approve_just_what_a_step_is_for_counts_among_its_others()
    {
        var both = await _world.Approver();
        var id = await _world.Submit(ChangeWorld.Draft("choice.part"));
        await _world.Sql(
            $"""
            insert into role_grant (person_id, team_id, role, reason, given_by, given_at, expires_at, only_kind, only_cluster_id, only_name)
            select p.id, t.id, 'approver', 'For a test.', 'sam', now(), now() + interval '1 day', 'topic', c.id, 'choice.part'
            from person p, team t, cluster c
            where p.handle = 'lin' and t.name = {SeededStructure.Payments} and c.name = 'main'
            """
        );
        var plan = await _world.Plan(id, (SeededStructure.Payments, 1), (SeededStructure.Logistics, 1));

        await _world.Vote(both, id, plan);

        (await _world.View(id)).Approvals.Select(step => step.IsMet).ShouldBe([false, true]);
        var reader = new CallerReader(_world.Get<IDbContextFactory<PortalDb>>());
        var lin = await reader.Of((await _world.Known("lin")).Id, ActorVia.Page, CancellationToken.None);
        (await _world.Vote(lin!.Caller, id, plan)).ShouldBe(ChangeState.Approved);
    }

    [Fact]
    public async Task With_as_many_others_at_each_the_first_step_comes_first()
    {
        var both = await _world.Approver();
        var id = await _world.Submit(ChangeWorld.Draft("choice.same"));
        var plan = await _world.Plan(id, (SeededStructure.Payments, 1), (SeededStructure.Logistics, 1));

        await _world.Vote(both, id, plan);

        (await _world.View(id)).Approvals.Select(step => step.IsMet).ShouldBe([true, false]);
    }

    [Fact]
    public async Task A_step_that_needs_all_its_others_too_comes_first_though_it_has_more_of_them()
    {
        var both = await _world.Approver();
        await ApproverOfPaymentsOnly();
        var id = await _world.Submit(ChangeWorld.Draft("choice.many"));
        var plan = await _world.Plan(id, (SeededStructure.Logistics, 1), (SeededStructure.Payments, 3));
        await AlsoApproves("noor", SeededStructure.Logistics);

        await _world.Vote(both, id, plan);

        (await _world.View(id)).Approvals.Single(s => s.Team == SeededStructure.Payments).Approvals.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task Where_three_teams_share_approvers_a_vote_goes_where_all_others_can_still_be_given()
    {
        await AlsoApproves("sam", SeededStructure.Payments);
        await AlsoApproves("mina", SeededStructure.Payments);
        await AlsoApproves("noor", SeededStructure.Logistics);
        var id = await _world.Submit(ChangeWorld.Draft("choice.three"));
        var plan = await _world.Plan(
            id,
            (SeededStructure.Payments, 1),
            (SeededStructure.Logistics, 1),
            (SeededStructure.Platform, 2)
        );

        // Payments has more others than Logistics, but all of them are needed for Platform.
        await _world.Vote(await Named("grace"), id, plan);
        (await _world.View(id)).Approvals.Select(step => step.IsMet).ShouldBe([true, false, false]);

        await _world.Vote(await Named("noor"), id, plan);
        await _world.Vote(await Named("sam"), id, plan);
        (await _world.Vote(await Named("mina"), id, plan)).ShouldBe(ChangeState.Approved);
    }

    [Fact]
    public async Task Who_may_vote_at_a_step_that_has_its_approvals_can_still_reject_the_change()
    {
        var first = await ApproverOfPaymentsOnly();
        await AlsoApproves("noor", SeededStructure.Payments);
        var late = await Named("noor");
        var id = await _world.Submit(ChangeWorld.Draft("choice.met"));
        var plan = await _world.Plan(id, (SeededStructure.Payments, 1), (SeededStructure.Logistics, 1));
        (await _world.Vote(first, id, plan)).ShouldBe(ChangeState.PendingApproval);

        var approval = new Ballot(plan.Number, plan.Hash, VoteVerdict.Approve, "");
        (await _world.Get<Voting>().Cast(late, id, approval, CancellationToken.None))
            .ShouldBeOfType<Outcome<ChangeState>.Refused>()
            .Why.ShouldSatisfyAllConditions(
                why => why.Kind.ShouldBe(RefusalKind.Conflict),
                why => why.Words.ShouldStartWith("Your approval isn't needed: “payments” has its approvals already.")
            );
        var offers = ChangeOffers.Of(await _world.View(id), late, what => Authority.May(late, what));
        (offers.Vote, offers.OnlyAgainst).ShouldBe((true, true));
        (await _world.Vote(late, id, plan, VoteVerdict.Reject, "Use the shared topic.")).ShouldBe(ChangeState.Rejected);

        var view = await _world.View(id);
        ApprovalLines.Of(view, "ada")[0].Votes.Select(vote => vote.Verdict).ShouldContain(VoteVerdict.Reject);
    }

    private async Task<Caller> ApproverOfPaymentsOnly()
    {
        await AlsoApproves("lin", SeededStructure.Payments);
        return await Named("lin");
    }

    private async Task<Caller> Named(string handle)
    {
        await using var db = await _world.Open();
        var person = (await db.Set<Person>().SingleAsync(p => p.Handle == handle)).Id;
        return await _world.Person((m, _) => m.PersonId == person);
    }

    private async Task AlsoApproves(string handle, string team)
    {
        await using var db = await _world.Open();
        db.Add(
            new Membership
            {
                PersonId = (await db.Set<Person>().SingleAsync(p => p.Handle == handle)).Id,
                TeamId = (await db.Set<Team>().SingleAsync(t => t.Name == team)).Id,
                Role = Role.Approver,
            }
        );
        await db.SaveChangesAsync();
    }
}
