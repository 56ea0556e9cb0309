using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Changes;
using Portal.Core.Changes.Approvals;
using Portal.Core.Changes.Lists;
using Portal.Core.Changes.Plans;
using Portal.Core.Changes.Requests;
using Portal.Core.Changes.Runs;
using Portal.Core.Evaluation;
using Portal.Core.Teams;

namespace Portal.Tests.Changes;

public sealed class VotingTests(ChangeWorld world) : IClassFixture<ChangeWorld>
{
    private static readonly CancellationToken Never = CancellationToken.None;

    [Fact]
    public async Task An_approval_by_the_owner_approves_and_makes_a_run()
    {
        var (id, plan) = await Waiting("votes.approved");
        (await Vote(await world.Approver(), id, plan)).ShouldBe(ChangeState.Approved);
        await using var db = await world.Open();
        (await db.Set<ApplyRun>().SingleAsync(r => r.ChangeId == id)).State.ShouldBe(RunState.Waiting);
    }

    [Fact]
    public async Task Approving_twice_is_refused()
    {
        var (id, plan) = await Waiting("votes.twice", (SeededStructure.Payments, 2));
        var approver = await world.Approver();
        (await Vote(approver, id, plan)).ShouldBe(ChangeState.PendingApproval);
        (await Refused(approver, id, plan)).Words.ShouldContain("already");
    }

    [Fact]
    public async Task Nobody_judges_their_own_request()
    {
        var (id, plan) = await Waiting("votes.own");
        var requester = await world.Engineer();
        var promoted = requester with
        {
            Memberships =
            [
                .. requester.Memberships.Select(m => new Membership
                {
                    PersonId = m.PersonId,
                    TeamId = m.TeamId,
                    Role = Role.Approver,
                }),
            ],
        };
        (await Refused(promoted, id, plan)).ShouldSatisfyAllConditions(
            r => r.Kind.ShouldBe(RefusalKind.Denied),
            r => r.Words.ShouldContain("You requested or edited this change")
        );
        var delegated = promoted with { Actor = new Actor("somebody", ActorVia.Delegation, requester.Actor.Name) };
        (await Refused(delegated, id, plan)).Kind.ShouldBe(RefusalKind.Denied);
    }

    [Fact]
    public async Task Who_rewrote_a_request_does_not_judge_it()
    {
        var (id, plan) = await Waiting("votes.rewritten");
        var approver = await world.Approver();
        await world
            .Get<Voting>()
            .Cast(approver, id, new Ballot(1, plan.Hash, VoteVerdict.RequestChanges, "Fewer."), Never);
        var rewritten = ChangeWorld.Draft("votes.rewritten", partitions: 1);
        (
            await world.Get<ChangeRequests>().Resubmit(approver, id, (await world.View(id)).Version, rewritten, Never)
        ).ShouldBeOfType<Outcome<ChangeId>.Done>();

        var anew = await world.Plan(id, (SeededStructure.Payments, 1));

        (await Refused(approver, id, anew)).Words.ShouldContain("or edited this change");
        (await world.View(id)).Approvals.ShouldHaveSingleItem().CanApprove.ShouldNotContain(approver.Actor.Name);
        (await world.Get<ChangeInbox>().For(approver, 100, Never)).ShouldNotContain(row => row.Id == id);
    }

    [Fact]
    public async Task A_vote_on_a_plan_that_was_replaced_is_refused()
    {
        var (id, plan) = await Waiting("votes.old");
        (
            await world.Get<ChangeStops>().PlanAgain(await world.Engineer(), id, Never)
        ).ShouldBeOfType<Outcome<ChangeState>.Done>();
        await world.Plan(id, (SeededStructure.Payments, 1));
        (await Refused(await world.Approver(), id, plan)).Words.ShouldContain("plan 2 has replaced it");
    }

    [Fact]
    public async Task A_rejection_needs_a_reason_and_the_requester_sees_it()
    {
        var (id, plan) = await Waiting("votes.rejected");
        var approver = await world.Approver();
        (await Refused(approver, id, plan, VoteVerdict.Reject)).Fields!.Keys.ShouldBe(["comment"]);
        (await Vote(approver, id, plan, VoteVerdict.Reject, "Use the shared topic.")).ShouldBe(ChangeState.Rejected);
        var view = await world.View(id);
        view.Row.StatusMessage.ShouldNotBeNull().ShouldContain("Use the shared topic.");
        view.Timeline[^1].Words.ShouldContain("Use the shared topic.");
    }

    [Fact]
    public async Task A_withdrawn_vote_takes_an_approved_change_back_and_its_run_away()
    {
        var (id, plan) = await Waiting("votes.withdrawn");
        var approver = await world.Approver();
        await Vote(approver, id, plan);
        (await world.Get<Voting>().Withdraw(approver, id, Never))
            .ShouldBeOfType<Outcome<ChangeState>.Done>()
            .Value.ShouldBe(ChangeState.PendingApproval);
        await using var db = await world.Open();
        (await db.Set<ApplyRun>().AnyAsync(r => r.ChangeId == id && r.EndedAt == null)).ShouldBeFalse();
        (await Vote(approver, id, plan)).ShouldBe(ChangeState.Approved);
    }

    [Fact]
    public async Task Two_votes_at_the_same_moment_both_count()
    {
        var (id, plan) = await Waiting("votes.race", (SeededStructure.Payments, 1), (SeededStructure.Platform, 1));
        var owner = await world.Approver();
        var platform = await world.Person((m, team) => m.Role == Role.Approver && team == SeededStructure.Platform);
        await Task.WhenAll(Vote(owner, id, plan), Vote(platform, id, plan));
        (await world.View(id)).Row.State.ShouldBe(ChangeState.Approved);
    }

    [Fact]
    public async Task Who_may_not_judge_is_told_so()
    {
        var (id, plan) = await Waiting("votes.wrong-team");
        var approver = await world.Approver();
        await using var db = await world.Open();
        var logistics = await db.Set<Team>().SingleAsync(t => t.Name == SeededStructure.Logistics);
        var outsider = approver with
        {
            Memberships =
            [
                new Membership
                {
                    PersonId = approver.Memberships.First().PersonId,
                    TeamId = logistics.Id,
                    Role = Role.Approver,
                },
            ],
        };
        (await Refused(outsider, id, plan)).Kind.ShouldBe(RefusalKind.Denied);
    }

    [Fact]
    public async Task The_inbox_holds_what_waits_for_me_and_nothing_else()
    {
        var (id, plan) = await Waiting("votes.inbox");
        var inbox = world.Get<ChangeInbox>();
        var approver = await world.Approver();
        (await inbox.For(approver, 100, Never)).ShouldContain(r => r.Id == id);
        (await inbox.For(await world.Engineer(), 100, Never)).ShouldNotContain(r => r.Id == id);
        await Vote(approver, id, plan);
        (await inbox.For(approver, 100, Never)).ShouldNotContain(r => r.Id == id);
    }

    private async Task<(ChangeId, Plan)> Waiting(string topic, params (string, int)[] steps)
    {
        var id = await world.Submit(ChangeWorld.Draft(topic));
        return (id, await world.Plan(id, steps.Length == 0 ? [(SeededStructure.Payments, 1)] : steps));
    }

    private Task<Outcome<ChangeState>> Cast(Caller who, ChangeId id, Plan plan, VoteVerdict verdict, string comment) =>
        world.Get<Voting>().Cast(who, id, new Ballot(plan.Number, plan.Hash, verdict, comment), Never);

    private async Task<ChangeState> Vote(
        Caller who,
        ChangeId id,
        Plan plan,
        VoteVerdict verdict = VoteVerdict.Approve,
        string comment = ""
    ) => (await Cast(who, id, plan, verdict, comment)).ShouldBeOfType<Outcome<ChangeState>.Done>().Value;

    private async Task<Refusal> Refused(
        Caller who,
        ChangeId id,
        Plan plan,
        VoteVerdict verdict = VoteVerdict.Approve
    ) => (await Cast(who, id, plan, verdict, "")).ShouldBeOfType<Outcome<ChangeState>.Refused>().Why;
}
