using System.Net;
using Microsoft.Playwright;
using Portal.Tests.Api;
using Portal.Tests.Kit;
using Portal.Tests.Pages;

namespace Portal.Tests.Browser;

/// <summary>A team's approver creates an account for a pipeline, rotates its token, and takes its access away.</summary>
public sealed class PortalAccountJourneyTests(LongWatchedWeb web) : IClassFixture<LongWatchedWeb>
{
    [LongFact]
    public async Task An_account_is_created_with_a_role_and_a_token_that_is_rotated_and_the_account_disabled()
    {
        await using var grace = await Visit.As(web.Address, "grace");
        await grace.Open("/people");
        await grace.Page.GetByRole(AriaRole.Link, new() { Name = "Portal service accounts" }).ClickAsync();
        await grace.IsAt("/portal-service-accounts");
        await grace.Sees("No Portal service accounts yet");

        await grace.Page.GetByRole(AriaRole.Button, new() { Name = "New account" }).ClickAsync();
        await grace.Page.GetByLabel("Name", new() { Exact = true }).FillAsync("ada");
        await grace.Page.GetByLabel("Description", new() { Exact = true }).FillAsync("Deploys");
        await grace.Page.GetByRole(AriaRole.Button, new() { Name = "Create account" }).ClickAsync();
        await grace.Sees("ada is taken");
        await grace.Page.GetByLabel("Name", new() { Exact = true }).FillAsync("journey-ci");
        await grace.IsAccessible();
        await grace.Page.GetByRole(AriaRole.Button, new() { Name = "Create account" }).ClickAsync();
        await grace.IsAt("/portal-service-accounts/journey-ci");
        await grace.Sees("No token: nothing can sign in as journey-ci.");

        await grace.Page.GetByLabel("Reason").FillAsync("Deploys");
        await grace.Page.GetByRole(AriaRole.Button, new() { Name = "Give the role" }).ClickAsync();
        await grace
            .Page.GetByRole(AriaRole.Row)
            .Filter(new() { HasText = "Requests changes for the team" })
            .WaitForAsync();

        await grace.Page.GetByRole(AriaRole.Button, new() { Name = "New token" }).ClickAsync();
        await grace.Page.GetByRole(AriaRole.Dialog).GetByLabel("Name").FillAsync("workflow");
        await grace.InDialog("Make the token").ClickAsync();
        await grace.Sees("Anyone who has it can do what journey-ci can.");
        var first = await Secret(grace);
        (await Status(first)).ShouldBe(HttpStatusCode.OK);

        await grace.Page.GetByRole(AriaRole.Button, new() { Name = "Rotate workflow" }).ClickAsync();
        await Assertions.Expect(grace.InDialog("Rotate")).ToBeVisibleAsync();
        await grace.IsAccessible();
        await grace.InDialog("Rotate").ClickAsync();
        await grace.Sees("rotated to #");
        var second = await Secret(grace);
        second.ShouldNotBe(first);
        (await Status(first)).ShouldBe(HttpStatusCode.OK);
        (await Status(second)).ShouldBe(HttpStatusCode.OK);

        await grace.ChooseFromMenu("Disable…");
        var dialog = grace.Page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("Reason").FillAsync("Leaked in a log");
        await dialog.GetByLabel("Type journey-ci to confirm").FillAsync("journey-ci");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Disable" }).ClickAsync();
        await grace.Sees("The tokens of this account are refused.");
        (await Status(second)).ShouldBe(HttpStatusCode.Unauthorized);
        await grace.Page.GetByRole(AriaRole.Button, new() { Name = "Enable again" }).ClickAsync();
        await grace.Page.GetByRole(AriaRole.Button, new() { Name = "New token" }).WaitForAsync();
        (await Status(second)).ShouldBe(HttpStatusCode.OK);
    }

    private static Task<string> Secret(Visit visit) =>
        visit.Page.GetByLabel("the token", new() { Exact = true }).InnerTextAsync();

    private async Task<HttpStatusCode> Status(string token)
    {
        using var client = PortalAccounts.With(web, token);
        using var answer = await client.GetAsync("/api/v1/me");
        return answer.StatusCode;
    }
}
