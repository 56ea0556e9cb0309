using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Portal.Core;
using Portal.Core.Changes.Approvals;
using Portal.Web.Parts;
using Radzen.Blazor;
using ApprovalSteps = Portal.Web.Parts.ApprovalSteps;

namespace Portal.Tests.Web;

public sealed class ChangePartTests : PartTests
{
    [Fact]
    public void A_plan_shows_live_against_wanted_and_where_nothing_can_be_taken_back()
    {
        var table = Render<DiffTable>(p =>
            p.Add(
                t => t.Lines,
                [
                    new(1, "retention.ms", Words("topic orders"), new("7 d", "604800000"), new("14 d"), Undo: "config"),
                    new(
                        2,
                        "partitions",
                        Words("topic orders"),
                        new("12"),
                        new("24"),
                        "Key placement changes",
                        Concern: Tone.Warn,
                        Undo: "none",
                        UndoIsConcern: true,
                        CrossesLine: true
                    ),
                ]
            )
        );
        var rows = table.FindAll("tbody tr");
        rows.Count.ShouldBe(3);
        rows[0].QuerySelector(".before")!.TextContent.ShouldBe("7 d604800000");
        rows[0].QuerySelector(".wanted")!.TextContent.ShouldBe("14 d");
        rows[1].TextContent.ShouldStartWith(" Point of no return");
        rows[2].QuerySelector(".status.is-warn")!.TextContent.ShouldBe("Key placement changes");
    }

    [Fact]
    public void What_is_not_there_yet_is_nothing_and_not_blank() =>
        Render<DiffTable>(p => p.Add(t => t.Lines, [new(1, "topic", null, null, new("created"))]))
            .Find(".before")
            .TextContent.ShouldBe("nothing");

    [Fact]
    public void An_approval_step_says_who_could_still_vote()
    {
        var steps = Render<ApprovalSteps>(p =>
            p.Add(s => s.Steps, [new("Payments owner", 2, [Vote("Grace", VoteVerdict.Approve)], "Jun")])
        );
        steps.Find("li").TextContent.ShouldContain("1 of 2");
        steps.Find("li").TextContent.ShouldContain("Jun can approve");
        steps.Find(".only-spoken").TextContent.ShouldBe("Waiting:");
    }

    [Theory]
    [InlineData(VoteVerdict.Reject, "Rejected:")]
    [InlineData(VoteVerdict.RequestChanges, "Sent back:")]
    public void A_step_that_somebody_voted_down_says_how_with_the_reason(VoteVerdict verdict, string words)
    {
        var steps = Render<ApprovalSteps>(p => p.Add(s => s.Steps, [new("Owner", 1, [Vote("Grace", verdict)], "Jun")]));
        steps.Find(".only-spoken").TextContent.ShouldBe(words);
        steps.Find("li").TextContent.ShouldNotContain("can approve");
        steps.Find("li").TextContent.ShouldContain("“too many”");
    }

    [Fact]
    public void A_failed_step_explains_what_happened_why_and_what_now()
    {
        var steps = Render<StepProgress>(p =>
            p.Add(
                s => s.Steps,
                [
                    new(
                        "Create refunds",
                        Tone.Bad,
                        "Failed",
                        [],
                        new("Kafka refused it.", "No space.", "Free some.", "STORAGE")
                    ),
                ]
            )
        );
        steps.Find("li").ClassList.ShouldContain("went-wrong");
        steps.FindAll("dt").Select(term => term.TextContent).ShouldBe(["What happened", "Why", "What now", "Seen"]);
    }

    [Fact]
    public void Reasons_of_a_risk_have_their_points() =>
        Render<RiskReasons>(p => p.Add(r => r.Reasons, [(20, "data goes"), (-5, "empty")]))
            .FindAll("dt")
            .Select(term => term.TextContent)
            .ShouldBe(["+ 20", "− 5"]);

    [Fact]
    public async Task What_cannot_be_undone_is_done_only_after_its_name_was_typed()
    {
        var confirmed = 0;
        var dialog = Render<TypedConfirmDialog>(p =>
            p.Add(d => d.Title, "Delete orders")
                .Add(d => d.Name, "orders")
                .Add(d => d.Act, "Ask to delete")
                .Add(d => d.ChildContent, Words("286 GB would be gone."))
                .Add(
                    d => d.Confirmed,
                    () => Task.FromResult(confirmed++ == 0 ? Refusal.Conflict("The store is away.") : null)
                )
        );
        var shown = Render<RadzenDialog>();
        await dialog.InvokeAsync(dialog.Instance.Open);
        shown.Find("[role=dialog] h2").TextContent.ShouldBe("Delete orders");
        shown.Find(".button-danger").HasAttribute("disabled").ShouldBeTrue();
        shown.Find("#typed-name").Input("order");
        shown.Find("#typed-name").GetAttribute("aria-invalid").ShouldBe("true");
        shown.Find(".button-danger").HasAttribute("disabled").ShouldBeTrue();
        shown.Find("#typed-name").Input("orders");
        shown.Find(".button-danger").Click();
        shown.Find(".banner").TextContent.ShouldContain("The store is away.");
        shown.Find("#typed-name").GetAttribute("value").ShouldBe("orders", "what is refused stays as it was typed");
        shown.Find(".button-danger").Click();
        confirmed.ShouldBe(2);
        shown.FindAll("[role=dialog]").ShouldBeEmpty();
    }

    [Fact]
    public async Task What_comes_of_one_thing_is_not_shown_where_another_is_confirmed()
    {
        var answer = new TaskCompletionSource<Refusal?>();
        var dialog = Render<TypedConfirmDialog>(p =>
            p.Add(d => d.Title, "Delete savepoint 7 of sums")
                .Add(d => d.Name, "sums")
                .Add(d => d.Act, "Delete savepoint")
                .Add(d => d.ChildContent, Words("The state in it is lost."))
                .Add(d => d.Confirmed, () => answer.Task)
        );
        var shown = Render<RadzenDialog>();
        await dialog.InvokeAsync(dialog.Instance.Open);
        shown.Find("#typed-name").Input("sums");
        shown.Find(".button-danger").Click();
        shown.Find(".button").Click();
        dialog.Render(p => p.Add(d => d.Title, "Delete savepoint 8 of sums"));
        await dialog.InvokeAsync(dialog.Instance.Open);
        shown.Find("#typed-name").Input("sums");

        await dialog.InvokeAsync(() => answer.SetResult(Refusal.Conflict("Savepoint 7 is deleted.")));

        shown.WaitForAssertion(() => shown.Find(".button-danger").HasAttribute("disabled").ShouldBeFalse());
        shown.FindAll(".banner").ShouldBeEmpty();
    }

    [Fact]
    public void A_toast_says_its_words_and_leads_to_more()
    {
        var shown = Render<RadzenNotification>();
        Services.GetRequiredService<Toaster>().Say(new Toast(Tone.Ok, "Undone.", "/changes", "See it"));
        shown.WaitForAssertion(() => shown.Find(".rz-notification-title").TextContent.ShouldBe("Undone."));
        shown.Find("a").GetAttribute("href").ShouldBe("/changes");
        shown.Find("[aria-live]").GetAttribute("aria-live").ShouldBe("polite");
    }

    private VoteLine Vote(string who, VoteVerdict verdict) =>
        new(who, verdict, "voted on a1b2", "too many", Clock.GetUtcNow());
}
