using Microsoft.Playwright;
using Portal.Tests.Api;
using Portal.Tests.Kit;
using Portal.Tests.Pages;

namespace Portal.Tests.Browser;

/// <summary>An approver names on the own page who votes for them, who finds the change, votes, and ends it.</summary>
public sealed class DelegationJourneyTests(LongWatchedWeb web) : IClassFixture<LongWatchedWeb>
{
    [LongFact]
    public async Task Approvals_are_delegated_voted_on_with_both_names_and_ended_by_the_delegate()
    {
        var (id, _, _) = await PlannedChanges.Waiting(web);
        await using var grace = await Visit.As(web.Address, "grace");
        await grace.Open("/people/grace");
        await grace.Choose("Approver of", "Payments");
        await grace.Page.GetByLabel("Handle of who votes for me").FillAsync("tess");
        await grace.Page.GetByLabel("Reason for the delegation").FillAsync("On leave until Monday");
        await grace.Page.GetByRole(AriaRole.Button, new() { Name = "Delegate my approvals" }).ClickAsync();
        await grace.Sees("Tess Okoye for Grace Okafor");
        await grace.IsWholeInEveryLook("person-delegates");

        await using var tess = await Visit.As(web.Address, "tess");
        await tess.Open($"/changes/{id}");
        await tess.Page.GetByRole(AriaRole.Button, new() { Name = "Approve plan" }).First.ClickAsync();
        await tess.Sees("You vote for Grace Okafor");
        await tess
            .Page.GetByRole(AriaRole.Dialog)
            .GetByRole(AriaRole.Button, new() { Name = "Approve plan" })
            .ClickAsync();
        await tess.HasStatus("Approved");
        await tess.Sees("you for Grace Okafor");

        await tess.Open("/people/tess");
        await tess
            .Page.GetByRole(AriaRole.Button, new() { Name = "End now: the delegation of Grace Okafor" })
            .ClickAsync();
        await Assertions.Expect(tess.Page.GetByText("for Grace Okafor")).ToHaveCountAsync(0);
    }
}
