using Portal.Core;
using Portal.Core.Changes;
using Portal.Core.Changes.Lists;
using Portal.Core.Changes.Plans;
using Portal.Core.Evaluation;
using Portal.Core.Teams;
using Portal.Web.Features.Changes;

namespace Portal.Tests.Changes;

/// <summary>A plan made again on a cluster that hasn't moved has the bytes and the hash of the former one, and is another plan.</summary>
public sealed class SecondPlanTests(ChangeWorld world) : IClassFixture<ChangeWorld>
{
    [Fact]
    public async Task Who_approved_the_former_plan_is_offered_to_judge_the_new_one_of_the_same_hash()
    {
        var approver = await world.Approver();
        var (id, second) = await PlannedTwice("again.approved", approver);

        var offers = Offers(await world.View(id), approver);

        (offers.Vote, offers.Withdraw, offers.WhyNotVote).ShouldBe((true, false, null));
        (await world.Vote(approver, id, second)).ShouldBe(ChangeState.Approved);
    }

    [Fact]
    public async Task Who_judged_the_new_plan_may_take_that_back_and_nothing_else()
    {
        var approver = await world.Approver();
        var (id, second) = await PlannedTwice("again.judged", approver, quorum: 2);
        await world.Vote(approver, id, second);

        var offers = Offers(await world.View(id), approver);

        (offers.Vote, offers.Withdraw, offers.WhyNotVote).ShouldBe((false, true, "You have voted on this plan."));
    }

    private static ChangeOffers Offers(ChangeView view, Caller who) =>
        ChangeOffers.Of(view, who, what => Authority.May(who, what));

    private async Task<(ChangeId, Plan Second)> PlannedTwice(string topic, Caller approver, int quorum = 1)
    {
        var id = await world.Submit(ChangeWorld.Draft(topic));
        var first = await world.Plan(id, (SeededStructure.Payments, quorum));
        await world.Vote(approver, id, first);
        await world.Happen(id, new ChangeEvent.PlanAskedAgain());
        var second = await world.Plan(id, (SeededStructure.Payments, quorum));
        (second.Number, second.Hash).ShouldBe((2, first.Hash));
        return (id, second);
    }
}
