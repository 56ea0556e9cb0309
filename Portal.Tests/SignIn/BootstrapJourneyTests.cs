using Microsoft.Playwright;
using Portal.Tests.Browser;

namespace Portal.Tests.SignIn;

/// <summary>The administrator in Chromium: from the link in the log to the first page, and the password changed.</summary>
public sealed class BootstrapJourneyTests(BootstrapWeb web) : IClassFixture<BootstrapWeb>
{
    [Fact]
    public async Task From_the_link_to_the_first_page_and_another_password()
    {
        var code = await web.Links.Reopen(CancellationToken.None);
        await using var visit = await Visit.Stranger(web.Address);
        visit.Forgive(); // Chromium calls a page's own 400 and 503 errors
        await visit.Page.GotoAsync("/sign-in");
        await visit.Page.GetByText("Sign in as bootstrap administrator").ClickAsync();
        await visit.IsAt("/sign-in/bootstrap$");
        await visit.Page.GotoAsync("about:blank");

        await visit.Page.GotoAsync($"/sign-in/bootstrap#{code}");

        await visit.IsAt("/sign-in/bootstrap$");
        (await visit.Page.GetByLabel("One-time code").InputValueAsync()).ShouldBe(code);
        await visit.IsWholeInEveryLook("bootstrap-setup");
        await Choose(visit, "too short", "Set up and sign in");
        await visit.Sees("Choose a password of 12 to 128 characters.");
        await visit.IsWholeAsWell();
        (await visit.Page.GetByLabel("One-time code").InputValueAsync()).ShouldBe(
            code,
            "it isn't to be looked up again"
        );
        await Choose(visit, BootstrapWeb.Password, "Set up and sign in");
        await visit.Alive();
        await visit.Sees("You are signed in as bootstrap administrator.");
        await visit.Show(Look.Phone);
        await visit.FitsItsWidth();
        await visit.IsWholeAsWell();
        await visit.Show(Look.Desk);

        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "Change password" }).ClickAsync();
        await visit.Page.GetByLabel("Present password").FillAsync(BootstrapWeb.Password);
        await Choose(visit, "another horse entirely", "Change password");
        await visit.IsAt("/$");
        await visit.Alive();
        await using var second = await Visit.Stranger(web.Address);
        second.Forgive();
        await second.Page.GotoAsync("/sign-in/bootstrap");
        await second.Page.GetByLabel("Password").FillAsync("not the password");
        await second.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await second.Sees("The password is wrong.");
        await second.IsWholeAsWell();
    }

    private static async Task Choose(Visit visit, string password, string button)
    {
        await visit.Page.GetByLabel("New password", new() { Exact = true }).FillAsync(password);
        await visit.Page.GetByLabel("New password again").FillAsync(password);
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = button }).ClickAsync();
    }
}
