using Bunit;
using Portal.Core;
using Portal.Core.Changes;
using Portal.Core.Changes.Approvals;
using Portal.Core.Changes.Lists;
using Portal.Core.Resources;
using Portal.Core.Topics;
using Portal.Web.Features.Changes;
using Radzen.Blazor;

namespace Portal.Tests.Web;

/// <summary>What a person typed for a vote is theirs until the vote counts.</summary>
public sealed class RefusedVoteTests : PartTests
{
    private readonly Queue<Refusal?> _answers = new();
    private readonly List<(ChangeId Change, Ballot Ballot)> _cast = [];

    [Fact]
    public async Task A_refused_vote_stays_open_with_its_words_and_is_sent_again_from_there()
    {
        _answers.Enqueue(Refusal.Conflict("The store doesn't answer. What you typed stays."));
        _answers.Enqueue(null);
        var (dialog, shown) = Dialog();
        await dialog.InvokeAsync(() => dialog.Instance.Open(VoteVerdict.Reject));
        shown.Find("#vote-comment").Input("Use payments.captured instead.");

        shown.Find(".button-danger").Click();

        shown.Find(".banner.is-bad").TextContent.ShouldContain("What you typed stays.");
        shown.Find("#vote-comment").GetAttribute("value").ShouldBe("Use payments.captured instead.");
        shown.Find(".button-danger").Click();
        _cast
            .Select(vote => vote.Ballot.Comment)
            .ShouldBe(["Use payments.captured instead.", "Use payments.captured instead."]);
        shown.FindAll("[role=dialog]").ShouldBeEmpty();
    }

    [Fact]
    public async Task A_rejection_is_sent_only_with_a_reason()
    {
        var (dialog, shown) = Dialog();
        await dialog.InvokeAsync(() => dialog.Instance.Open(VoteVerdict.Reject));
        shown.Find(".button-danger").HasAttribute("disabled").ShouldBeTrue();

        shown.Find("#vote-comment").Input("  ");
        shown.Find(".button-danger").HasAttribute("disabled").ShouldBeTrue();

        shown.Find("#vote-comment").Input("Use payments.captured instead.");
        shown.Find(".button-danger").HasAttribute("disabled").ShouldBeFalse();
    }

    [Fact]
    public async Task Words_that_were_put_off_are_there_again_but_not_for_another_change()
    {
        var (dialog, shown) = Dialog();
        await dialog.InvokeAsync(() => dialog.Instance.Open(VoteVerdict.RequestChanges));
        shown.Find("#vote-comment").Input("Why twelve partitions?");
        shown.Find(".button").Click();

        await dialog.InvokeAsync(() => dialog.Instance.Open(VoteVerdict.RequestChanges));
        shown.Find("#vote-comment").GetAttribute("value").ShouldBe("Why twelve partitions?");
        shown.Find(".button").Click();

        dialog.Render(p => p.Add(d => d.Change, Change(2)));
        await dialog.InvokeAsync(() => dialog.Instance.Open(VoteVerdict.RequestChanges));
        shown.Find("#vote-comment").GetAttribute("value").ShouldBeNullOrEmpty();
    }

    [Fact]
    public async Task A_vote_is_about_the_change_it_was_opened_on_though_the_page_shows_another_by_now()
    {
        _answers.Enqueue(null);
        var (dialog, shown) = Dialog();
        await dialog.InvokeAsync(() => dialog.Instance.Open(VoteVerdict.Approve));
        var next = Change(2);

        dialog.Render(p => p.Add(d => d.Change, next with { Row = next.Row with { Title = "Shrink orders" } }));

        shown.Find("[role=dialog]").TextContent.ShouldContain("Grow orders");
        shown.Find("[role=dialog]").TextContent.ShouldNotContain("Shrink orders");
        shown.Find(".button-primary").Click();
        _cast.ShouldHaveSingleItem().Change.ShouldBe(new ChangeId(1));
    }

    [Fact]
    public async Task What_comes_of_a_vote_does_not_close_the_dialog_of_another()
    {
        var answer = new TaskCompletionSource<Refusal?>();
        var dialog = Render<VoteDialog>(p => p.Add(d => d.Change, Change(1)).Add(d => d.Cast, (_, _) => answer.Task));
        var shown = Render<RadzenDialog>();
        await dialog.InvokeAsync(() => dialog.Instance.Open(VoteVerdict.Approve));
        shown.Find(".button-primary").Click();
        shown.Find(".button").Click();
        dialog.Render(p => p.Add(d => d.Change, Change(2)));
        await dialog.InvokeAsync(() => dialog.Instance.Open(VoteVerdict.Approve));
        shown.Find("#vote-comment").Input("Fine.");

        await dialog.InvokeAsync(() => answer.SetResult(null));

        shown.WaitForAssertion(() => shown.Find(".button-primary").HasAttribute("disabled").ShouldBeFalse());
        shown.Find("#vote-comment").GetAttribute("value").ShouldBe("Fine.");
    }

    [Theory]
    [InlineData(ResourceOperation.Update, "The requester can edit the request and send it again.")]
    [InlineData(ResourceOperation.Adopt, "The requester can cancel it and request it anew.")]
    [InlineData(ResourceOperation.Claim, "The requester can cancel it and request it anew.")]
    [InlineData(ResourceOperation.Transfer, "The requester can cancel it and request it anew.")]
    public async Task Who_sends_a_change_back_reads_what_its_requester_can_do_then(
        ResourceOperation operation,
        string words
    )
    {
        var (dialog, shown) = Dialog();
        dialog.Render(p => p.Add(d => d.Change, Change(1) with { Resources = [Orders(operation)] }));

        await dialog.InvokeAsync(() => dialog.Instance.Open(VoteVerdict.RequestChanges));

        shown.Find("[role=dialog]").TextContent.ShouldContain(words);
    }

    private static ChangeResourceView Orders(ResourceOperation operation) =>
        new(
            0,
            TopicKind.Word,
            operation,
            "main",
            new ClusterId(1),
            "orders",
            new TeamId(1),
            "payments",
            "Payments",
            Wanted: null,
            Base: null,
            DependsOn: [],
            IsPermanent: false,
            KeepsLabels: false,
            NewOwner: null
        );

    private (IRenderedComponent<VoteDialog> Dialog, IRenderedComponent<RadzenDialog> Shown) Dialog()
    {
        var dialog = Render<VoteDialog>(p =>
            p.Add(d => d.Change, Change(1))
                .Add(
                    d => d.Cast,
                    (change, ballot) =>
                    {
                        _cast.Add((change, ballot));
                        return Task.FromResult(_answers.Dequeue());
                    }
                )
        );
        return (dialog, Render<RadzenDialog>());
    }

    private ChangeView Change(long id) => VotedChange.At(Clock.GetUtcNow(), id);
}
