using Microsoft.Playwright;
using Portal.Core.Teams;
using Portal.Tests.Browser;

namespace Portal.Tests.SignIn;

/// <summary>A person signs in at the provider in Chromium, works, loses a role while a page is open, and signs out.</summary>
public sealed class ProviderJourneyTests(ProvidedWeb web) : IClassFixture<ProvidedWeb>
{
    [ProviderFact]
    public async Task From_the_first_sign_in_to_the_page_by_a_rule_and_out_again()
    {
        await web.Rule("checkout-developers", "checkout", Role.Member);
        await web.Provider.Has("vera", "Vera Visit", "checkout-developers");
        await using var vera = await Stranger();
        await vera.Page.GotoAsync("/topics");
        await vera.Sees("Continue with Company");
        await vera.IsWholeInEveryLook("sign-in-provider");

        await SignIn(vera, "vera");

        await vera.IsAt("/topics$");
        await vera.Alive();
        await vera.Page.GetByLabel("Account of Vera Visit").ClickAsync();
        await vera.Page.GetByRole(AriaRole.Link, new() { Name = "Sign out" }).ClickAsync();
        await vera.Page.GetByRole(AriaRole.Button, new() { Name = "Sign out Vera Visit" }).ClickAsync();
        await vera.IsAt($"^{web.Provider.Issuer}/session/end");
        await vera.Page.GetByRole(AriaRole.Button, new() { Name = "Yes, sign me out" }).ClickAsync();
        await vera.IsAt("/sign-in");
        await vera.Page.GotoAsync("/topics");
        await vera.Sees("Continue with Company");
    }

    [ProviderFact]
    public async Task An_open_page_ends_when_its_person_signs_in_elsewhere_without_the_group()
    {
        await web.Rule("search-developers", "search", Role.Member);
        await web.Provider.Has("wim", "Wim Was", "search-developers");
        await using var wim = await Stranger();
        await wim.Page.GotoAsync("/topics");
        await SignIn(wim, "wim");
        await wim.Alive();
        await web.Provider.Has("wim", "Wim Was");
        using var elsewhere = new ProviderVisitor(web.Address);
        using var refused = await elsewhere.SignIn("wim");

        await wim.IsAt("/sign-in");
    }

    [ProviderFact]
    public async Task Somebody_without_a_role_reads_why_and_whom_to_ask()
    {
        await web.Provider.Has("nobody", "Nora Nobody", "chess");
        await using var nora = await Stranger();
        nora.Forgive(); // Chromium calls the page's own 403 an error
        await nora.Page.GotoAsync("/sign-in");

        await SignIn(nora, "nobody");

        await nora.Sees("Your account has no role here");
        await nora.Sees("#portal-help");
        await nora.IsWholeInEveryLook("sign-in-no-role");
    }

    /// <summary>The provider's page would like a font of another site.</summary>
    private async Task<Visit> Stranger()
    {
        var visit = await Visit.Stranger(web.Address);
        await visit.Page.RouteAsync(
            "https://fonts.googleapis.com/**",
            font => font.FulfillAsync(new() { ContentType = "text/css", Body = "" })
        );
        return visit;
    }

    private static async Task SignIn(Visit visit, string id)
    {
        await visit.Page.GetByText("Continue with Company").ClickAsync();
        await visit.Page.GetByPlaceholder("Enter any login").FillAsync(id);
        await visit.Page.GetByPlaceholder("and password").FillAsync("any");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Sign-in" }).ClickAsync();
    }
}
