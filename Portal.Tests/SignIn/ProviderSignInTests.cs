using System.Net;
using System.Web;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Core.Audit;
using Portal.Core.People.Bootstrap;
using Portal.Core.People.Federation;
using Portal.Core.Teams;

namespace Portal.Tests.SignIn;

/// <summary>Signing in at a real provider: who comes in, as what, and who doesn't.</summary>
public sealed class ProviderSignInTests(ProvidedWeb web) : IClassFixture<ProvidedWeb>
{
    [ProviderFact]
    public async Task The_page_offers_the_providers_and_keeps_where_to_go_after()
    {
        using var stranger = web.Stranger();

        var page = await stranger.GetStringAsync("/sign-in?to=%2Ftopics");

        page.ShouldContain("Continue with Company");
        page.ShouldContain("/sign-in/company?to=%2Ftopics");
        page.ShouldNotContain("no password");
    }

    [ProviderFact]
    public async Task Code_flow_with_PKCE_state_and_nonce_is_asked_for()
    {
        using var visitor = new ProviderVisitor(web.Address);

        var there = await visitor.Redirect(new Uri(web.Address, "/sign-in/company"));

        var query = HttpUtility.ParseQueryString(there.Query);
        query["response_type"].ShouldBe("code");
        query["code_challenge_method"].ShouldBe("S256");
        query["code_challenge"]!.Length.ShouldBe(43);
        query["state"]!.Length.ShouldBeGreaterThan(40);
        query["nonce"]!.Length.ShouldBeGreaterThan(40);
        query["scope"].ShouldBe("openid profile email groups");
        query["redirect_uri"].ShouldBe(new Uri(web.Address, "/sign-in/company/callback").ToString());
        there.ToString().ShouldNotContain(Uri.EscapeDataString(OpenIdProvider.Secret));
    }

    [ProviderFact]
    public async Task The_first_sign_in_joins_a_person_with_the_roles_that_rules_give_and_leads_to_the_page_asked_for()
    {
        await web.Rule("payments-developers", "payments", Role.Member);
        await web.Provider.Has("ruth", "Ruth Ries", "payments-developers", "chess");
        using var ruth = new ProviderVisitor(web.Address);

        using var answer = await ruth.SignIn("ruth", "/topics?environment=dev");

        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        answer.Headers.Location!.ToString().ShouldBe("/topics?environment=dev");
        (await ruth.Browser.GetAsync("/topics")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await Roles("ruth")).ShouldBe(["payments Member"]);
        (await Kinds("ruth")).ShouldBe(["person.joined", "person.roles-changed", "person.signed-in"]);
    }

    [ProviderFact]
    public async Task Two_rules_make_a_person_part_of_two_teams_and_of_neither_by_the_other_s_group()
    {
        await web.Rule("both-payments", "payments", Role.Member);
        await web.Rule("both-logistics", "logistics", Role.Approver);
        await web.Provider.Has("toni", "Toni Two", "both-payments", "both-logistics");

        using var first = await ProviderVisitor.As(web, "toni");
        (await Roles("toni")).ShouldBe(["logistics Approver", "payments Member"], ignoreOrder: true);

        await web.Provider.Has("toni", "Toni Two", "both-logistics");
        using var second = await ProviderVisitor.As(web, "toni");
        (await Roles("toni")).ShouldBe(["logistics Approver"]);
    }

    [ProviderFact]
    public async Task The_group_of_the_settings_has_the_role_platform()
    {
        await web.Provider.Has("root", "Root Admin", "platform-admins");

        using var root = await ProviderVisitor.As(web, "root");

        (await Roles("root")).ShouldBe(["platform Platform"]);
    }

    [ProviderFact]
    public async Task A_platform_engineer_s_sign_in_closes_the_bootstrap_administrator_s()
    {
        var links = web.Services.GetRequiredService<BootstrapLinks>();
        var code = await links.Reopen(CancellationToken.None);
        using var bootstrap = new BootstrapVisitor(web.Address);
        (await bootstrap.SetUp(code, BootstrapWeb.Password)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        await web.Rule("plain-people", "payments", Role.Member);
        await web.Provider.Has("paul", "Paul Plain", "plain-people");
        await web.Provider.Has("olga", "Olga Op", "platform-admins");
        using var paul = await ProviderVisitor.As(web, "paul");
        (await bootstrap.IsIn()).ShouldBeTrue("paul isn't a platform engineer");

        using var olga = await ProviderVisitor.As(web, "olga");

        (await bootstrap.IsIn()).ShouldBeFalse();
        (await links.State(CancellationToken.None)).ShouldBe(BootstrapState.Closed);
        (await bootstrap.SignIn(BootstrapWeb.Password)).StatusCode.ShouldNotBe(HttpStatusCode.Redirect);
    }

    [ProviderFact]
    public async Task A_session_is_a_cookie_that_scripts_cannot_read_and_another_at_each_sign_in()
    {
        await web.Provider.Has("cora", "Cora Cook", "platform-admins");
        using var cora = new ProviderVisitor(web.Address);

        using var first = await cora.SignIn("cora");
        using var second = await cora.SignIn("cora");

        var cookie = Session(first);
        cookie.ShouldContain("httponly");
        cookie.ShouldContain("samesite=lax");
        cookie.ShouldContain("path=/;");
        Session(second).ShouldNotBe(cookie);
        await using var db = await web.Store.CreateDbContextAsync();
        var open = await db.Set<Portal.Core.People.BrowserSession>()
            .Where(s => s.EndedAt == null)
            .Join(db.Set<Person>().Where(p => p.Handle == "cora"), s => s.PersonId, p => p.Id, (s, _) => s)
            .CountAsync();
        open.ShouldBe(1, "the session of the first sign-in has ended");
    }

    [ProviderFact]
    public async Task Nobody_comes_in_without_a_role_and_the_page_says_whom_to_ask()
    {
        await web.Provider.Has("nils", "Nils Niemand", "chess");
        using var nils = new ProviderVisitor(web.Address);

        using var answer = await nils.SignIn("nils");

        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        var page = await answer.Content.ReadAsStringAsync();
        page.ShouldContain("Your account has no role here");
        page.ShouldContain("#portal-help");
        nils.HasSession.ShouldBeFalse();
        (await nils.Browser.GetAsync("/topics")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }

    [ProviderFact]
    public async Task A_group_that_was_left_takes_its_role_at_the_next_sign_in()
    {
        await web.Rule("logistics-approvers", "logistics", Role.Approver);
        await web.Provider.Has("gwen", "Gwen Gone", "logistics-approvers");
        using var gwen = await ProviderVisitor.As(web, "gwen");
        await web.Provider.Has("gwen", "Gwen Gone");

        using var again = new ProviderVisitor(web.Address);
        using var answer = await again.SignIn("gwen");

        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await Roles("gwen")).ShouldBeEmpty();
        // The session that was open has ended with the last role.
        (await gwen.Browser.GetAsync("/topics")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }

    [ProviderFact]
    public async Task Somebody_with_the_name_and_address_of_another_is_another_person()
    {
        await web.Provider.Has("sub-1", "Max Mint", "platform-admins");
        await web.Provider.Has("sub-2", "Max Mint");
        using var first = await ProviderVisitor.As(web, "sub-1");
        var join = web.Services.GetRequiredService<IdentityJoin>();

        var other = await join.Join(
            new("company", web.Provider.Issuer, "sub-2", "Max Mint", "sub-1", "sub-1@example.com", []),
            CancellationToken.None
        );
        var elsewhere = await join.Join(
            new("company", "https://another.example", "sub-1", "Max Mint", "sub-1", "sub-1@example.com", []),
            CancellationToken.None
        );

        other.ShouldBeOfType<Joined.WithoutRole>().Person.Handle.ShouldBe("sub-1-2");
        elsewhere.ShouldBeOfType<Joined.WithoutRole>().Person.Handle.ShouldBe("sub-1-3");
    }

    [ProviderFact]
    public async Task An_address_that_only_userinfo_states_is_read_where_the_token_has_all_the_rest()
    {
        await web.Provider.Has("ulla", "Ulla Userinfo", "platform-admins");
        await using var _ = await web.Provider.Faulty("e-mail in userinfo");

        using var ulla = await ProviderVisitor.As(web, "ulla");

        (await Email("ulla")).ShouldBe("ulla@example.com");
    }

    [ProviderFact]
    public async Task Userinfo_that_refuses_the_address_keeps_nobody_out_and_takes_none_away()
    {
        await web.Provider.Has("uwe", "Uwe Userinfo", "platform-admins");
        await web.Provider.Has("ute", "Ute Userinfo", "platform-admins");
        using var before = await ProviderVisitor.As(web, "uwe");
        await using var _ = await web.Provider.Faulty("userinfo refuses");

        using var uwe = await ProviderVisitor.As(web, "uwe");
        using var ute = await ProviderVisitor.As(web, "ute");

        (await Email("uwe")).ShouldBe("uwe@example.com");
        (await Email("ute")).ShouldBe("");
    }

    [ProviderFact]
    public async Task A_seeded_person_is_not_who_signs_in_under_the_same_name()
    {
        await web.Provider.Has("sam", "Sam Ferreira", "chess");
        using var sam = new ProviderVisitor(web.Address);

        using var answer = await sam.SignIn("sam");

        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await Roles("sam-2")).ShouldBeEmpty();
    }

    [ProviderFact]
    public async Task A_disabled_person_does_not_come_in()
    {
        await web.Provider.Has("dora", "Dora Done", "platform-admins");
        using var dora = await ProviderVisitor.As(web, "dora");
        await Api.People.Disable(web, "dora");

        using var answer = await dora.SignIn("dora");

        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("Your access has ended");
        (await dora.Browser.GetAsync("/topics")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }

    [ProviderFact]
    public async Task Signing_out_ends_the_session_and_leads_to_the_provider()
    {
        await web.Provider.Has("olga", "Olga Out", "platform-admins");
        using var olga = await ProviderVisitor.As(web, "olga");
        var form = await olga.Browser.GetStringAsync("/sign-in");

        using var answer = await olga.Browser.PostAsync(
            "/sign-out",
            new FormUrlEncodedContent([new("__RequestVerificationToken", Forgery(form))])
        );

        var page = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
        page.ShouldContain($"0; url={web.Provider.Issuer}/session/end?client_id=portal");
        page.ShouldContain("id_token_hint=ey");
        page.ShouldContain("post_logout_redirect_uri=");
        (await olga.Browser.GetAsync("/topics")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }

    [ProviderTheory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example/")]
    [InlineData("/\\evil.example/")]
    [InlineData("/\t/evil.example/")]
    public async Task Signing_in_never_leads_to_another_site(string to)
    {
        await web.Provider.Has("eve", "Eve Else", "platform-admins");
        using var eve = new ProviderVisitor(web.Address);

        using var answer = await eve.SignIn("eve", to);

        answer.Headers.Location!.ToString().ShouldBe("/");
    }

    [ProviderFact]
    public async Task An_answer_without_its_state_or_in_another_browser_or_used_before_signs_nobody_in()
    {
        await web.Provider.Has("carl", "Carl Cross", "platform-admins");
        using var carl = new ProviderVisitor(web.Address);
        using var other = new ProviderVisitor(web.Address);
        var callback = await carl.Callback("carl");
        var code = HttpUtility.ParseQueryString(callback.Query)["code"];

        await IsNotContinued(carl, new Uri(callback, $"/sign-in/company/callback?code={code}"));
        await IsNotContinued(carl, new Uri(callback, $"/sign-in/company/callback?code={code}&state=made-up"));
        await IsNotContinued(other, callback);
        using var answer = await carl.Browser.GetAsync(callback);
        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        await IsNotContinued(carl, callback, hasSession: true);
    }

    [ProviderFact]
    public async Task An_unknown_provider_leads_back_to_the_choice()
    {
        using var stranger = web.Stranger();

        using var answer = await stranger.GetAsync("/sign-in/nobody");

        answer.Headers.Location!.ToString().ShouldBe("/sign-in");
    }

    private static async Task IsNotContinued(ProviderVisitor visitor, Uri callback, bool hasSession = false)
    {
        using var answer = await visitor.Browser.GetAsync(callback);
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("be continued");
        visitor.HasSession.ShouldBe(hasSession);
    }

    private static string Session(HttpResponseMessage answer) =>
        answer
            .Headers.GetValues("Set-Cookie")
            .Last(cookie => cookie.StartsWith("portal-session=", StringComparison.Ordinal));

    private static string Forgery(string form)
    {
        const string Before = "__RequestVerificationToken\" value=\"";
        var start = form.IndexOf(Before, StringComparison.Ordinal) + Before.Length;
        return form[start..form.IndexOf('"', start)];
    }

    private async Task<List<string>> Roles(string handle)
    {
        await using var db = await web.Store.CreateDbContextAsync();
        return await (
            from person in db.Set<Person>()
            where person.Handle == handle
            join membership in db.Set<Membership>() on person.Id equals membership.PersonId
            join team in db.Set<Team>() on membership.TeamId equals team.Id
            select $"{team.Name} {membership.Role}"
        ).ToListAsync();
    }

    private async Task<string> Email(string subject)
    {
        await using var db = await web.Store.CreateDbContextAsync();
        return (await db.Set<ExternalIdentity>().SingleAsync(i => i.Subject == subject)).Email;
    }

    private async Task<List<string>> Kinds(string handle)
    {
        await using var db = await web.Store.CreateDbContextAsync();
        return await db.Set<AuditEvent>()
            .Where(e => e.Subject == handle)
            .OrderBy(e => e.Id)
            .Select(e => e.Kind)
            .ToListAsync();
    }
}
