using Microsoft.Playwright;
using Portal.Tests.Kit;
using Portal.Tests.Pages;

namespace Portal.Tests.Browser;

/// <summary>An emergency: one opens, another confirms, everybody sees it, and it is reviewed when it is over.</summary>
public sealed class BreakGlassJourneyTests(LongWatchedWeb web) : IClassFixture<LongWatchedWeb>
{
    [LongFact]
    public async Task Break_glass_access_is_opened_confirmed_seen_by_everybody_ended_and_reviewed()
    {
        await using var omar = await Visit.As(web.Address, "omar");
        await omar.Open("/topics");
        await using var noor = await Visit.As(web.Address, "noor");
        await noor.Open("/topics");
        await using var ada = await Visit.As(web.Address, "ada");
        await ada.Open("/break-glass");

        await ada.Choose("Team", "Logistics");
        await ada.Page.GetByLabel("Emergency").FillAsync("The ledger stands still");
        await ada.Page.GetByRole(AriaRole.Button, new() { Name = "Open break-glass access" }).ClickAsync();
        await ada.IsAt(@"/break-glass/\d+");

        // The banner of whoever may confirm it appears on the open page; nobody else has one yet.
        await noor.Sees("Ada Brandt needs to be on call in logistics");
        await Assertions.Expect(omar.Page.GetByText("Ada Brandt needs to be")).ToHaveCountAsync(0);
        await noor.Page.Locator(".banner").GetByRole(AriaRole.Link, new() { Name = "Details" }).ClickAsync();
        await noor.Page.GetByRole(AriaRole.Button, new() { Name = "Confirm…" }).ClickAsync();
        await noor.Page.GetByLabel("Type ada to confirm").FillAsync("ada");
        await noor.InDialog("Confirm").ClickAsync();

        await omar.Sees("Ada Brandt is on call in logistics");
        await omar.IsWholeInEveryLook();
        await ada.Page.GetByRole(AriaRole.Button, new() { Name = "End now", Exact = true }).ClickAsync();
        await Assertions.Expect(omar.Page.GetByText("Ada Brandt is on call in logistics")).ToHaveCountAsync(0);

        await using var sam = await Visit.As(web.Address, "sam");
        await sam.Open("/topics");
        await sam.Page.Locator(".banner").GetByRole(AriaRole.Link, new() { Name = "Review" }).ClickAsync();
        await sam.Page.GetByLabel("What you found").FillAsync("Nothing but the restart.");
        await sam.Page.GetByRole(AriaRole.Button, new() { Name = "Close the review" }).ClickAsync();
        await sam.HasStatus("Reviewed");
        await sam.IsWholeInEveryLook("break-glass-reviewed");
    }
}
