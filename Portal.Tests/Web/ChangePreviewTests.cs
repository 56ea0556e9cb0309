using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Portal.Core.Changes;
using Portal.Core.Changes.Approvals;
using Portal.Core.Changes.Lists;
using Portal.Core.Changes.Plans;
using Portal.Core.Resources;
using Portal.Web.Features.Changes;
using Portal.Web.Features.Kinds;

namespace Portal.Tests.Web;

/// <summary>What an approver sees of a change beside the list.</summary>
public sealed class ChangePreviewTests() : PartTests(services => services.AddSingleton(new KindViews([])))
{
    private static readonly ChangeOffers Vote = new(true, false, false, false, false, false, false, null);

    private ChangeView Change => VotedChange.At(Clock.GetUtcNow().AddMinutes(-3));

    [Fact]
    public void It_says_which_plan_it_shows_and_since_when()
    {
        var later = Change with { Plan = Change.Plan! with { Number = 3 } };

        Preview(Change, Vote).Find(".small.muted").TextContent.ShouldBe("Plan a1b2c3, computed 3\u00A0min ago");
        Preview(later, Vote)
            .Find(".small.muted")
            .TextContent.ShouldBe("Plan a1b2c3, number 3, computed 3\u00A0min ago");
        Preview(Change with { Plan = null }, Vote).Markup.ShouldContain("The plan is being computed.");
    }

    [Fact]
    public void It_says_why_the_risk_is_what_it_is()
    {
        var judged = Change.Plan! with
        {
            RiskScore = 35,
            RiskBand = RiskBand.Medium,
            RiskReasons = [new("The environment is production", 20), new("Key placement changes", 15)],
        };

        var preview = Preview(Change with { Plan = judged }, Vote);

        preview.Find("h3").TextContent.ShouldContain("35, medium");
        preview.FindAll("dl dt").Select(points => points.TextContent).ShouldBe(["+ 20", "+ 15"]);
        preview
            .FindAll("dl dd")
            .Select(words => words.TextContent)
            .ShouldBe(["The environment is production", "Key placement changes"]);
    }

    [Fact]
    public void A_vote_is_offered_on_the_plan_that_is_shown_and_who_cannot_vote_reads_why()
    {
        var asked = new List<VoteVerdict>();
        var preview = Render<ChangePreview>(p =>
            p.Add(c => c.Shown, new ChangeShown(Change, Vote)).Add(c => c.Ask, asked.Add)
        );

        preview.Find(".button-primary").TextContent.ShouldBe("Approve plan a1b2c3");
        foreach (var button in preview.FindAll("button"))
        {
            button.Click();
        }

        asked.ShouldBe([VoteVerdict.Approve, VoteVerdict.Reject, VoteVerdict.RequestChanges]);
        var requester = Preview(Change, Vote with { Vote = false, WhyNotVote = "You requested it." });
        requester.FindAll("button").ShouldBeEmpty();
        requester.Find(".panel-foot").TextContent.ShouldBe("You requested it.");
    }

    [Fact]
    public void What_was_not_passed_is_said_in_words_and_what_was_is_counted()
    {
        var preview = Preview(
            Change with
            {
                Checks =
                [
                    Check(CheckVerdict.Passed, "fine"),
                    Check(CheckVerdict.Passed, "fine too"),
                    Check(CheckVerdict.Unknown, "Broker 2 is silent."),
                ],
            },
            Vote
        );

        preview.Markup.ShouldContain("Broker 2 is silent.");
        preview.Markup.ShouldContain("2 checks pass");
        preview.Markup.ShouldNotContain("fine");
    }

    [Fact]
    public void Who_edited_the_request_of_somebody_else_is_named_with_them()
    {
        var edited = Change with
        {
            Timeline =
            [
                new(1, Clock.GetUtcNow().AddMinutes(-2), "ada", null, "change.resubmitted", ""),
                new(2, Clock.GetUtcNow().AddMinutes(-1), "grace", null, "change.resubmitted", ""),
            ],
        };

        Preview(edited, Vote).Find("p > .muted").TextContent.ShouldEndWith(", edited by grace 1\u00A0min ago");
        Preview(Change, Vote).Markup.ShouldNotContain("edited by");
    }

    private CheckResult Check(CheckVerdict verdict, string words) =>
        new()
        {
            PlanId = new(1),
            Name = words,
            Verdict = verdict,
            Words = words,
            SeenAt = Clock.GetUtcNow(),
        };

    private IRenderedComponent<ChangePreview> Preview(ChangeView change, ChangeOffers offers) =>
        Render<ChangePreview>(p => p.Add(c => c.Shown, new ChangeShown(change, offers)));
}
