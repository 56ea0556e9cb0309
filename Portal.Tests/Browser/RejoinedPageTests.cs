using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Portal.Tests.Browser;

/// <summary>
/// A page whose connection was lost sends once more what was typed since, and nothing turns into something else by that. Blazor's classes are
/// played here: the connection is there all the time.
/// </summary>
[Collection(PageWorldTests.Name)]
public sealed class RejoinedPageTests(PageWorld world)
{
    private const string Lose =
        "() => { document.getElementById('components-reconnect-modal').className = 'components-reconnect-show'; }";
    private const string Rejoin =
        "() => { document.getElementById('components-reconnect-modal').className = 'components-reconnect-hide'; }";
    private const string MuchLater = "() => { const now = Date.now; Date.now = () => now() + 61_000; }";

    // With a file that was chosen before.
    private const string Record = """
        () => {
          const file = Object.assign(document.createElement('input'), { type: 'file', id: 'file' });
          document.body.append(file);
          file.dispatchEvent(new Event('input', { bubbles: true }));
          window.sent = [];
          document.addEventListener('change', ({ target }) => window.sent.push(target.id || target.parentElement.querySelector('b').innerText));
        }
        """;

    [Fact]
    public async Task What_stands_there_is_sent_once_more_but_neither_files_nor_what_arrived_long_before()
    {
        await using var ada = await Visit.As(world.Address, "ada");
        await ada.Open("/topics/request");
        await Choose(ada.Page, "Compacted table");
        await Choose(ada.Page, "Event stream");
        await ada.Page.EvaluateAsync(Record);

        await ada.Page.EvaluateAsync(Lose);
        await ada.Page.EvaluateAsync(Rejoin);
        (await Sent(ada.Page)).ShouldBe(["Event stream"]);

        await Choose(ada.Page, "Short-lived");
        await ada.Page.EvaluateAsync(MuchLater);
        await ada.Page.EvaluateAsync(Lose);
        await ada.Page.Locator("#name").FillAsync("payments.rejoined");
        await ada.Page.Locator("#reason").FillAsync("Typed while nobody listened.");
        await Sent(ada.Page);
        await ada.Page.EvaluateAsync(MuchLater);
        await ada.Page.EvaluateAsync(Rejoin);
        (await Sent(ada.Page)).ShouldBe(["name", "reason"]);
    }

    [Fact]
    public async Task A_box_that_is_checked_stays_so()
    {
        await world.Seen("payments.disputes-value", "id");
        await using var ada = await Visit.As(world.Address, "ada");
        await ada.Open("/unowned");
        var box = ada.Page.GetByLabel("Claim payments.disputes-value");
        await box.CheckAsync();
        await ada.Sees("1 selected");

        await ada.Page.EvaluateAsync(Lose);
        await ada.Page.EvaluateAsync(Rejoin);
        // What the page answers comes after what it made of the box.
        await ada.Page.Locator(".filters input[type=search]").FillAsync("disputes");
        await ada.IsAt("words=disputes");

        await ada.Sees("1 selected");
        await Expect(box).ToBeCheckedAsync();
    }

    private static async Task Choose(IPage page, string title)
    {
        var choice = page.Locator("label.choice", new() { HasText = title });
        await choice.ClickAsync();
        await Expect(choice.Locator("input")).ToBeCheckedAsync();
    }

    /// <summary>What fields have sent since this was read last.</summary>
    private static Task<string[]> Sent(IPage page) => page.EvaluateAsync<string[]>("() => window.sent.splice(0)");
}
