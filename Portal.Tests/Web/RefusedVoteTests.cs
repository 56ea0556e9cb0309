using Bunit;
using Portal.Core;
using Portal.Core.Changes;
using Portal.Core.Changes.Approvals;
using Portal.Core.Changes.Lists;
using Portal.Web.Features.Changes;
using Radzen.Blazor;

namespace Portal.Tests.Web;

/// <summary>What a person typed for a vote is theirs until the vote counts.</summary>
public sealed class RefusedVoteTests : PartTests
{
    private readonly Queue<Refusal?> _answers = new();
    private readonly List<Ballot> _cast = [];

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
            .Select(ballot => ballot.Comment)
            .ShouldBe(["Use payments.captured instead.", "Use payments.captured instead."]);
        shown.FindAll("[role=dialog]").ShouldBeEmpty();
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

        dialog.Render(p => p.Add(d => d.Change, Change(2)));
        await dialog.InvokeAsync(() => dialog.Instance.Open(VoteVerdict.RequestChanges));
        shown.Find("#vote-comment").GetAttribute("value").ShouldBeNullOrEmpty();
    }

    private (IRenderedComponent<VoteDialog> Dialog, IRenderedComponent<RadzenDialog> Shown) Dialog()
    {
        var dialog = Render<VoteDialog>(p =>
            p.Add(d => d.Change, Change(1))
                .Add(
                    d => d.Cast,
                    ballot =>
                    {
                        _cast.Add(ballot);
                        return Task.FromResult(_answers.Dequeue());
                    }
                )
        );
        return (dialog, Render<RadzenDialog>());
    }

    private ChangeView Change(long id) => VotedChange.At(Clock.GetUtcNow(), id);
}
