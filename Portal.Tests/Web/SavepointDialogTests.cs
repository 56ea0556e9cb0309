using Bunit;
using Portal.Core;
using Portal.Web.Features.Jobs;
using Radzen.Blazor;

namespace Portal.Tests.Web;

/// <summary>A savepoint is pinned once, and a dialog shows only what comes of the savepoint that it names.</summary>
public sealed class SavepointDialogTests : PartTests
{
    private readonly List<long> _pinned = [];
    private readonly TaskCompletionSource<Refusal?> _answer = new();

    [Fact]
    public async Task While_it_is_pinned_no_click_pins_it_once_more()
    {
        var (dialogs, shown) = Dialogs();
        await dialogs.InvokeAsync(() => dialogs.Instance.OpenPin(7));
        shown.Find("#pin-reason").Input("Before the audit");

        shown.Find(".button-primary").Click();

        shown.Find(".button-primary").HasAttribute("disabled").ShouldBeTrue();
        await dialogs.InvokeAsync(() => _answer.SetResult(null));
        shown.WaitForAssertion(() => shown.FindAll("[role=dialog]").ShouldBeEmpty());
        _pinned.ShouldBe([7]);
    }

    [Fact]
    public async Task What_comes_of_one_does_not_close_the_dialog_of_another()
    {
        var (dialogs, shown) = Dialogs();
        await dialogs.InvokeAsync(() => dialogs.Instance.OpenPin(7));
        shown.Find(".button-primary").Click();
        shown.Find(".button").Click();
        await dialogs.InvokeAsync(() => dialogs.Instance.OpenPin(8));

        await dialogs.InvokeAsync(() => _answer.SetResult(null));

        shown.WaitForAssertion(() => shown.Find(".button-primary").HasAttribute("disabled").ShouldBeFalse());
        shown.Find("[role=dialog] h2").TextContent.ShouldBe("Pin savepoint 8");
    }

    private (IRenderedComponent<SavepointDialogs> Dialogs, IRenderedComponent<RadzenDialog> Shown) Dialogs()
    {
        var dialogs = Render<SavepointDialogs>(p =>
            p.Add(d => d.Job, "sums")
                .Add(
                    d => d.Pin,
                    (savepoint, _) =>
                    {
                        _pinned.Add(savepoint);
                        return _answer.Task;
                    }
                )
                .Add(d => d.Delete, _ => Task.FromResult<Refusal?>(null))
        );
        return (dialogs, Render<RadzenDialog>());
    }
}
