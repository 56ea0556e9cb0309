using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using Portal.Core.People;
using Portal.Core.Teams;
using Portal.Tests.Browser;
using Portal.Tests.Kit;

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

    [LongFact("npm")]
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

    [LongFact("npm")]
    public async Task A_platform_engineer_sees_who_would_be_what_adds_a_rule_and_removes_it()
    {
        await web.Provider.Has("rolf", "Rolf Rules", "platform-admins");
        await web.Provider.Has("wendy", "Wendy Waits", "analytics-developers", "all-staff");
        await web.Provider.Has("henk", "Henk Here", "all-staff");
        foreach (var id in (string[])["wendy", "henk"])
        {
            using var visitor = new ProviderVisitor(web.Address);
            using var refused = await visitor.SignIn(id);
        }

        await using var rolf = await Stranger();
        await rolf.Page.GotoAsync("/sign-in");
        await SignIn(rolf, "rolf");
        await rolf.Alive();
        await HasProved("rolf");
        await rolf.Page.ReloadAsync();
        await rolf.Alive();
        await rolf.Page.GetByLabel("Account of Rolf Rules").ClickAsync();
        await rolf.Page.GetByRole(AriaRole.Link, new() { Name = "Role rules" }).ClickAsync();
        await rolf.Sees("Wendy Waits");
        await rolf.Page.GetByLabel("Group", new() { Exact = true }).FillAsync("analytics-developers");
        await rolf.Page.GetByLabel("Team", new() { Exact = true }).FillAsync("analytics");
        await rolf.Choose("Role", "Approver");
        await rolf.Page.GetByRole(AriaRole.Button, new() { Name = "Preview" }).ClickAsync();
        await rolf.Sees("becomes approver in analytics");
        await rolf.IsWholeInEveryLook("role-rules");

        await rolf.Page.GetByRole(AriaRole.Button, new() { Name = "Add rule" }).ClickAsync();
        await rolf.Sees("The rule for analytics-developers is added");
        using var wendy = await ProviderVisitor.As(web, "wendy");
        await rolf
            .Page.GetByRole(AriaRole.Button, new() { Name = "Remove the rule that analytics-developers is Approver" })
            .ClickAsync();
        await rolf.Sees("and loses access");
        await rolf.IsAccessible();
        await rolf.InDialog("Remove").ClickAsync();
        await rolf.Sees("The rule for analytics-developers is removed");
        (await wendy.Browser.GetAsync("/topics")).StatusCode.ShouldBe(System.Net.HttpStatusCode.Redirect);
    }

    [LongFact("npm")]
    public async Task Who_is_not_platform_finds_no_rules()
    {
        await web.Rule("plain-members", "search", Role.Member);
        await web.Provider.Has("mel", "Mel Member", "plain-members");
        await using var mel = await Stranger();
        await mel.Page.GotoAsync("/role-rules");

        await SignIn(mel, "mel");

        await mel.Sees("Only platform engineers see and change which groups have which roles.");
    }

    /// <summary>As whoever has just signed in again: that has a journey of its own.</summary>
    private async Task HasProved(string handle)
    {
        await using var db = await web.Store.CreateDbContextAsync();
        var now = TimeProvider.System.GetUtcNow();
        await db.Set<BrowserSession>()
            .Where(s => db.Set<Person>().Any(p => p.Id == s.PersonId && p.Handle == handle))
            .ExecuteUpdateAsync(set => set.SetProperty(s => s.ProvedAt, now));
    }

    private Task<Visit> Stranger() => Visit.Stranger(web.Address);

    private static Task SignIn(Visit visit, string id) => ProviderPage.SignIn(visit, id);
}
