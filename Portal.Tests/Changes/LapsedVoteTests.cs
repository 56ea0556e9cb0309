using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Changes;
using Portal.Core.Changes.Approvals;
using Portal.Core.Changes.Lists;
using Portal.Core.Changes.Plans;
using Portal.Core.Evaluation;
using Portal.Core.Teams;
using Portal.Web.Features.Changes;

namespace Portal.Tests.Changes;

/// <summary>While a change waits, only votes of those who may still approve count.</summary>
public sealed class LapsedVoteTests : IAsyncLifetime
{
    private readonly ChangeWorld _world = new();

    public enum Loss
    {
        Disabled,
        OfRole,
        NotSignedInForLong,
    }

    public Task InitializeAsync() => _world.InitializeAsync();

    public Task DisposeAsync() => _world.DisposeAsync();

    [Theory]
    [InlineData(Loss.Disabled)]
    [InlineData(Loss.OfRole)]
    [InlineData(Loss.NotSignedInForLong)]
    public async Task The_vote_of_who_left_or_lost_the_role_counts_no_more_and_the_page_says_so(Loss loss)
    {
        var (id, plan) = await HalfApproved();
        await (
            loss switch
            {
                Loss.Disabled => _world.Disable("grace"),
                Loss.OfRole => TakeRole("grace"),
                _ => _world.SignedIn("grace", ago: TimeSpan.FromDays(31)),
            }
        );

        (await _world.Vote(await Sam(), id, plan)).ShouldBe(ChangeState.PendingApproval);

        var view = await _world.View(id);
        view.Approvals.Select(step => step.IsMet).ShouldBe([false, true]);
        view.CountingVotes.Select(vote => vote.Actor.Name).ShouldBe(["sam"]);
        var line = ApprovalLines.Of(view, "sam")[0];
        line.IsComplete.ShouldBeFalse();
        line.Votes.ShouldHaveSingleItem()
            .Words.ShouldContain("no longer counts: not an approver of Payments any more, or without access");
    }

    [Fact]
    public async Task What_waits_again_is_in_the_inbox_of_who_can_approve_it()
    {
        var (id, _) = await HalfApproved();
        await _world.Approves("lin");
        var lin = await _world.As("lin");
        (await _world.Get<ChangeInbox>().For(lin, 10, CancellationToken.None)).ShouldBeEmpty();

        await _world.Disable("grace");

        (await _world.Get<ChangeInbox>().For(lin, 10, CancellationToken.None)).Select(row => row.Id).ShouldBe([id]);
    }

    [Fact]
    public async Task What_was_counted_into_an_approved_change_stays()
    {
        var (id, plan) = await HalfApproved();
        (await _world.Vote(await Sam(), id, plan)).ShouldBe(ChangeState.Approved);

        await _world.Disable("grace");

        (await _world.View(id)).Approvals.ShouldAllBe(step => step.IsMet && step.Lapsed.Count == 0);
    }

    [Fact]
    public async Task A_change_goes_on_by_itself_when_who_approved_it_may_approve_again()
    {
        var (id, plan) = await HalfApproved();
        await _world.Disable("grace");
        (await _world.Vote(await Sam(), id, plan)).ShouldBe(ChangeState.PendingApproval);
        var votes = _world.Get<VoteRecount>();
        (await votes.Sweep(CancellationToken.None)).ShouldBe(0, "one of its two approvals doesn't count");

        await _world.Disable("grace", isOver: true);

        (await votes.Sweep(CancellationToken.None)).ShouldBe(1);
        (await _world.View(id)).Row.State.ShouldBe(ChangeState.Approved);
        (await votes.Sweep(CancellationToken.None)).ShouldBe(0);
        (await _world.View(id))
            .Timeline[^1]
            .Words.ShouldBe("Its approvals are enough again: who gave them may approve again.");
    }

    private async Task<(ChangeId, Plan)> HalfApproved()
    {
        var id = await _world.Submit(ChangeWorld.Draft("votes.lapsed"));
        var plan = await _world.Plan(id, (SeededStructure.Payments, 1), (SeededStructure.Platform, 1));
        (await _world.Vote(await _world.Approver(), id, plan)).ShouldBe(ChangeState.PendingApproval);
        return (id, plan);
    }

    private Task<Caller> Sam() =>
        _world.Person((m, team) => m.Role == Role.Approver && team == SeededStructure.Platform);

    private async Task TakeRole(string handle)
    {
        await using var db = await _world.Open();
        var person = (await db.Set<Person>().SingleAsync(p => p.Handle == handle)).Id;
        await db.Set<Membership>().Where(m => m.PersonId == person && m.Role == Role.Approver).ExecuteDeleteAsync();
    }
}
