using Microsoft.Playwright;
using Portal.Tests.Kit;
using Portal.Tests.Pages;

namespace Portal.Tests.Browser;

/// <summary>Somebody requests a role for an hour, its team's approver grants it where approvals are, and it is given up when the work is done.</summary>
public sealed class RoleRequestJourneyTests(LongWatchedWeb web) : IClassFixture<LongWatchedWeb>
{
    [LongFact]
    public async Task An_elevation_is_requested_from_the_team_s_page_granted_among_the_approvals_shown_and_given_up()
    {
        await using var iris = await Visit.As(web.Address, "iris");
        await iris.Open("/people/teams/payments");
        await iris.Page.GetByRole(AriaRole.Link, new() { Name = "Request a role" }).ClickAsync();
        await iris.IsAt(@"/role-requests\?team=payments");
        await iris.Choose("For", "1 hour, as an elevation");
        await iris.Page.GetByLabel("Reason").FillAsync("Restart of the ledger");
        await using var grace = await Visit.As(web.Address, "grace");
        await grace.Open("/changes");
        await iris.Page.GetByRole(AriaRole.Button, new() { Name = "Send the request" }).ClickAsync();
        await iris.Sees("Pending");

        // It comes to the open page of whoever may decide.
        await grace.Sees("Restart of the ledger");
        await Assertions.Expect(grace.Page.Locator(".rail .count-mine")).ToBeVisibleAsync();
        await grace
            .Page.GetByRole(AriaRole.Button, new() { Name = "Grant Member in Payments to Iris Novak…" })
            .ClickAsync();
        await grace.InDialog("Grant the role").ClickAsync();
        await Assertions.Expect(grace.Page.GetByText("Restart of the ledger")).ToHaveCountAsync(0);

        await iris.Open("/topics");
        await iris.Sees("Elevated: member in payments");
        await iris.IsWholeInEveryLook();
        await iris.Page.GetByRole(AriaRole.Button, new() { Name = "End now: member in payments" }).ClickAsync();
        await Assertions.Expect(iris.Page.GetByText("Elevated:")).ToHaveCountAsync(0);
        await iris.Open("/people/iris");
        await iris.Sees("Former roles");
    }
}
