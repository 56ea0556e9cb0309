using Microsoft.Playwright;
using Portal.Tests.Browser;
using static Microsoft.Playwright.Assertions;

namespace Portal.Tests.Journeys;

/// <summary>A stream job from a query in the studio to its stable run, and to its next version, on the pages.</summary>
internal sealed class JobJourney(Uri portal, string cluster, string job)
{
    /// <param name="statements">One INSERT INTO.</param>
    public async Task Request(string statements)
    {
        await using var ada = await Visit.As(portal, "ada");
        await ada.Open("/jobs/studio");
        await Write(ada, statements);
        await ada.Sees("Valid");
        await ada.Sees("Exactly once: checkpoints every");
        await ada.Page.GetByRole(AriaRole.Button, new() { Name = "Create job" }).ClickAsync();
        await ada.IsAt("/jobs/request");
        await ada.Alive();
        // However long the pages take, no partition is idle: the first that is written to again would close the windows of the other one's records.
        await ada.Page.GetByLabel("Idle timeout (seconds, optional)").FillAsync("86400");
        await ada.Page.Locator("#name").FillAsync(job);
        await ada.Page.Locator("#checkpoints").FillAsync("1");
        await ada.Page.Locator("#reason").FillAsync("Counts for those who look after the shop.");
        await Send(ada);
        await Ends(ada, "Applied");
    }

    public async Task IsStable()
    {
        await using var noor = await Visit.As(portal, "noor");
        await noor.Open($"/jobs/{cluster}/{job}");
        await noor.HasStatus("Stable");
        await noor.IsAccessible();
    }

    /// <summary>A next version that fails with its first record: what ran before goes on by itself.</summary>
    /// <param name="fed">Gives it that record.</param>
    public async Task Upgrade(string statements, Func<Task> fed)
    {
        await using var ada = await Visit.As(portal, "ada");
        await ada.Open($"/jobs/{cluster}/{job}/change");
        await Write(ada, statements);
        await ada.Page.Locator("#checkpoints").FillAsync("60");
        await ada.Page.Locator("#reason").FillAsync("Sums instead of counts.");
        await Send(ada);
        await Approve("grace", ada.Page);
        await Approve("sam", ada.Page);
        await fed();
        await Ends(ada, "Rolled back");
    }

    // A Flink that has just started loads its code first.
    private static Task Ends(Visit visit, string word) =>
        Expect(visit.Page.Locator(".title-row .chip")).ToHaveTextAsync(word, new() { Timeout = 180_000 });

    private async Task Approve(string person, IPage change)
    {
        await using var visit = await Visit.As(portal, person);
        await visit.Open(new Uri(change.Url).AbsolutePath);
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Approve plan" }).First.ClickAsync();
        var dialog = visit.Page.GetByRole(AriaRole.Dialog);
        await dialog.Locator("#vote-comment").FillAsync("Both queries were compared.");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Approve plan" }).ClickAsync();
        await visit.Sees("You approved plan");
    }

    private static async Task Write(Visit visit, string text)
    {
        await visit.Page.Locator("#statements.cm-content").FillAsync(text);
        await visit.Page.Keyboard.PressAsync("Escape");
    }

    private static async Task Send(Visit visit)
    {
        var send = visit.Page.Locator(".panel-foot button.button-primary");
        await Expect(send).ToBeEnabledAsync();
        await send.ClickAsync();
        await visit.IsAt("/changes/[0-9]+$");
    }
}
