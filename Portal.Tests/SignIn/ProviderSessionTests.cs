using System.Net;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Portal.Core;
using Portal.Core.Audit;
using Portal.Core.People;
using Portal.Core.People.Federation;
using Portal.Core.Teams;
using Portal.Tests.Browser;
using Portal.Tests.Kit;
using Portal.Tests.Pages;
using Portal.Web.Features.RoleRules;
using Portal.Workers.Calendar;

namespace Portal.Tests.SignIn;

/// <summary>Sessions are renewed at the provider every second; rules may name a claim beside the groups.</summary>
public sealed class RenewingWeb : ProvidedWeb
{
    protected override Dictionary<string, string?> Settings =>
        new(base.Settings, StringComparer.Ordinal)
        {
            ["Portal:SignIn:RenewEvery"] = "00:00:01",
            // An answer that comes too late has used its refresh token up: on a busy machine a session would end by it.
            [$"Portal:SignIn:Providers:{Key}:Timeout"] = "00:00:30",
            [$"Portal:SignIn:Providers:{Key}:RuleClaims:0"] = "department",
        };
}

/// <summary>What becomes of a session between two sign-ins: the provider confirms it, ends it, or its person proves anew who they are.</summary>
public sealed class ProviderSessionTests(RenewingWeb web) : IClassFixture<RenewingWeb>
{
    [ProviderFact]
    public async Task A_group_that_was_left_takes_its_role_without_another_sign_in()
    {
        await web.Rule("asked-members", "payments", Role.Member);
        await web.Rule("asked-approvers", "payments", Role.Approver);
        await web.Provider.Has("anna", "Anna Again", "asked-members", "asked-approvers");
        using var anna = await ProviderVisitor.As(web, "anna");
        (await Roles("anna")).ShouldBe(["Approver", "Member"], ignoreOrder: true);

        await web.Provider.Has("anna", "Anna Again", "asked-members");

        await Deadline.Until(async () => (await Roles("anna")).SequenceEqual(["Member"]));
        (await anna.Browser.GetAsync("/topics")).StatusCode.ShouldBe(HttpStatusCode.OK);
        await web.Provider.Has("anna", "Anna Again");
        await Deadline.Until(async () => !await IsIn(anna));
    }

    [ProviderFact]
    public async Task A_claim_beside_the_groups_gives_a_role_by_a_rule_until_it_says_something_else()
    {
        const string Department = "Risk & “Fraud”, 日本";
        await web.Provider.Has("dieter", "Dieter Root", "platform-admins");
        using var dieter = await ProviderVisitor.As(web, "dieter");
        await web.Rule("clerks", "payments", Role.Member);
        await web.Provider.HasOf(Department, "dora", "Dora Department", "clerks");
        using var dora = await ProviderVisitor.As(web, "dora");
        (await Roles("dora")).ShouldBe(["Member"]);
        await using var seat = await Seat.Of(web, "dieter");
        var rules = seat.Model<RoleRulesModel>();
        await rules.Load(CancellationToken.None);
        (rules.Form.Claim, rules.Form.Value) = ("department", Department);
        (rules.Form.Team, rules.Form.Role) = ("payments", Role.Approver);

        await rules.Preview();
        var change = rules.Addition.ShouldNotBeNull().People.ShouldHaveSingleItem();
        (change.Handle, change.Added.ShouldHaveSingleItem().Role).ShouldBe(("dora", Role.Approver));
        await rules.Add();
        (await Roles("dora")).ShouldBe(["Approver", "Member"], ignoreOrder: true);

        await web.Provider.HasOf("Sales", "dora", "Dora Department", "clerks");
        await Deadline.Until(async () => (await Roles("dora")).SequenceEqual(["Member"]));
        (await IsIn(dora)).ShouldBeTrue();
    }

    [ProviderFact]
    public async Task A_provider_that_renews_without_a_token_is_asked_for_what_it_states()
    {
        await web.Rule("bare-members", "payments", Role.Member);
        await web.Rule("bare-approvers", "payments", Role.Approver);
        await web.Provider.Has("bea", "Bea Bare", "bare-members", "bare-approvers");
        using var bea = await ProviderVisitor.As(web, "bea");
        await using var _ = await web.Provider.Faulty("renewed without a token");

        await web.Provider.Has("bea", "Bea Bare", "bare-members");

        await Deadline.Until(async () => (await Roles("bea")).SequenceEqual(["Member"]));
        (await IsIn(bea)).ShouldBeTrue();
    }

    [ProviderFact]
    public async Task A_group_that_was_renamed_at_the_provider_gives_nothing_until_a_rule_names_it()
    {
        await web.Rule("named-before", "payments", Role.Approver);
        await web.Rule("steady-too", "payments", Role.Member);
        await web.Provider.Has("gina", "Gina Group", "steady-too", "named-before");
        using var gina = await ProviderVisitor.As(web, "gina");
        (await Roles("gina")).ShouldBe(["Approver", "Member"], ignoreOrder: true);

        await web.Provider.Has("gina", "Gina Group", "steady-too", "named-since");

        await Deadline.Until(async () => (await Roles("gina")).SequenceEqual(["Member"]));
        (await IsIn(gina)).ShouldBeTrue();
        await web.Rule("named-since", "payments", Role.Approver);
        await Deadline.Until(async () => (await Roles("gina")).Order().SequenceEqual(["Approver", "Member"]));
    }

    [ProviderFact]
    public async Task While_the_provider_does_not_answer_people_stay_and_are_renewed_afterwards()
    {
        await web.Rule("steady", "payments", Role.Member);
        await web.Provider.Has("stef", "Stef Steady", "steady");
        using var stef = await ProviderVisitor.As(web, "stef");
        await using (await web.Provider.Faulty("token endpoint down"))
        {
            await Deadline.Until(async () =>
                await UntilRenewed("stef") is var wait && wait > Seconds(20) && wait <= Seconds(60)
            );
            (await IsIn(stef)).ShouldBeTrue();
        }

        var before = (await Session("stef")).Renewal;
        await Set("stef", set => set.SetProperty(s => s.RenewAt, From(hours: 0)));

        await Deadline.Until(async () => !(await Session("stef")).Renewal!.SequenceEqual(before!));
        // While the provider is asked for the next one, the session is put off by minutes.
        await Deadline.Until(async () => await UntilRenewed("stef") < Seconds(20));
    }

    [ProviderFact]
    public async Task While_the_provider_s_keys_can_not_be_read_sessions_go_on_and_a_report_is_to_be_sent_again()
    {
        await web.Rule("keyed", "payments", Role.Member);
        await web.Provider.Has("kira", "Kira Keys", "keyed");
        using var kira = await ProviderVisitor.As(web, "kira");
        await IsNotRenewed("kira");
        await using var _ = await web.Provider.Faulty("keys down");

        // Those that were read a moment ago aren't read again.
        await Deadline.Until(async () =>
            await web.Provider.Reports("kira", session: null, "unknown key") == HttpStatusCode.ServiceUnavailable
        );
        using var stranger = web.Stranger();
        using var report = new FormUrlEncodedContent([new("logout_token", await Unverifiable())]);
        using var answer = await stranger.PostAsync("/sign-out/company/back-channel", report);

        answer.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        answer.Headers.RetryAfter!.Delta.ShouldBe(Seconds(30));
        (await IsIn(kira)).ShouldBeTrue();

        // When it is renewed for the second time, the first one is over.
        await Set("kira", set => set.SetProperty(s => s.RenewAt, From(hours: 0)));
        for (var times = 0; times < 2; times++)
        {
            var before = (await Session("kira")).Renewal;
            await Deadline.Until(async () => !(await Session("kira")).Renewal!.SequenceEqual(before!));
        }

        (await IsIn(kira)).ShouldBeTrue();

        async Task<string> Unverifiable()
        {
            using var nobody = new ProviderVisitor(web.Address);
            using var refused = await nobody.SignIn("kira");
            refused.StatusCode.ShouldBe(HttpStatusCode.BadGateway);
            return (await web.Provider.Tokens())[^1];
        }
    }

    [ProviderFact]
    public async Task A_session_that_the_provider_does_not_confirm_any_more_ends()
    {
        await web.Rule("revoked", "payments", Role.Member);
        await web.Provider.Has("rene", "Rene Revoked", "revoked");
        using var rene = await ProviderVisitor.As(web, "rene");

        await web.Provider.Forgets("rene");

        await Deadline.Until(async () => !await IsIn(rene));
        (await Words("rene")).ShouldContain(words =>
            words.EndsWith("Company doesn't confirm it any more.", StringComparison.Ordinal)
        );
    }

    [ProviderFact]
    public async Task Who_signs_out_at_the_provider_is_signed_out_here()
    {
        await web.Rule("leavers", "payments", Role.Member);
        await web.Provider.Has("otto", "Otto Out", "leavers");
        using var here = await ProviderVisitor.As(web, "otto");
        using var other = await ProviderVisitor.As(web, "otto");

        await IsNotRenewed("otto"); // the provider takes back what sessions are renewed with as well: that would end them by itself
        await other.SignOutThere(web.Provider.Issuer);

        await Deadline.Until(async () => !await IsIn(other));
        (await IsIn(here)).ShouldBeTrue("the provider's report names one of its sessions");
        (await Words("otto")).ShouldContain(words =>
            words.StartsWith("company reported that otto signed out there", StringComparison.Ordinal)
        );
    }

    [ProviderFact]
    public async Task A_report_that_names_no_session_ends_all_of_the_person_s()
    {
        await web.Rule("quitters", "payments", Role.Member);
        await web.Provider.Has("emma", "Emma Ends", "quitters");
        await web.Provider.Has("egon", "Egon Else", "quitters");
        using var first = await ProviderVisitor.As(web, "emma");
        using var second = await ProviderVisitor.As(web, "emma");
        using var egon = await ProviderVisitor.As(web, "egon");

        (await web.Provider.Reports("emma", session: null)).ShouldBe(HttpStatusCode.OK);

        (await IsIn(first)).ShouldBeFalse();
        (await IsIn(second)).ShouldBeFalse();
        (await IsIn(egon)).ShouldBeTrue();
    }

    [ProviderTheory]
    [InlineData("unsigned")]
    [InlineData("unknown key")]
    [InlineData("another issuer")]
    [InlineData("another audience")]
    [InlineData("expired")]
    [InlineData("nonce")]
    [InlineData("no event")]
    [InlineData("nobody")]
    [InlineData("old")]
    public async Task A_report_that_is_not_to_be_believed_signs_nobody_out(string fault)
    {
        var id = $"safe-{fault.Replace(' ', '-')}";
        await web.Rule(id, "payments", Role.Member);
        await web.Provider.Has(id, "Sofia Safe", id);
        using var sofia = await ProviderVisitor.As(web, id);

        (await web.Provider.Reports(id, session: null, fault)).ShouldBe(HttpStatusCode.BadRequest);

        (await IsIn(sofia)).ShouldBeTrue();
    }

    [ProviderFact]
    public async Task A_report_that_is_sent_again_ends_no_session_that_began_later()
    {
        await web.Rule("returners", "payments", Role.Member);
        await web.Provider.Has("rita", "Rita Returns", "returners");
        using var rita = await ProviderVisitor.As(web, "rita");
        await Set("rita", set => set.SetProperty(s => s.StartedAt, From(hours: 1)));

        (await web.Provider.Reports("rita", session: null)).ShouldBe(HttpStatusCode.OK);

        (await IsIn(rita)).ShouldBeTrue();
    }

    [ProviderFact]
    public async Task Signing_in_again_keeps_the_session_and_gives_it_another_key()
    {
        await web.Provider.Has("petra", "Petra Proves", "platform-admins");
        using var petra = await ProviderVisitor.As(web, "petra");
        await Set("petra", set => set.SetProperty(s => s.ProvedAt, From(hours: -1)));
        await IsNotRenewed("petra");
        var session = await Session("petra");
        using var copied = petra.Copied();
        (await IsIn(copied)).ShouldBeTrue();

        using var answer = await petra.SignInAgain("petra");

        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect, await answer.Content.ReadAsStringAsync());
        answer.Headers.Location!.ToString().ShouldBe("/sign-in/again/done");
        var now = await Session("petra");
        now.Id.ShouldBe(session.Id);
        now.KeyHash.ShouldNotBe(session.KeyHash);
        now.ProvedAt!.Value.ShouldBeGreaterThan(From(hours: 0).AddMinutes(-5));
        (await IsIn(petra)).ShouldBeTrue();
        (await IsIn(copied)).ShouldBeFalse("a cookie that was copied before is worth nothing");
        (await petra.Browser.GetStringAsync("/sign-in/again/done")).ShouldContain("Close this tab");
    }

    [ProviderFact]
    public async Task A_sign_in_through_the_provider_s_open_session_proves_nothing_where_it_does_not_say_when()
    {
        await web.Provider.Has("nina", "Nina Never", "platform-admins");
        using var nina = await ProviderVisitor.As(web, "nina");

        (await Session("nina")).ProvedAt.ShouldBe(FreshSignIn.NotStated, "a plain sign-in demands no auth_time");
    }

    [ProviderFact]
    public async Task A_session_that_is_over_keeps_nothing_that_works_at_the_provider()
    {
        await web.Provider.Has("omer", "Omer Over", "platform-admins");
        using var omer = await ProviderVisitor.As(web, "omer");
        await IsNotRenewed("omer");
        await web.Provider.Reports("omer", session: null);

        await new Purge(
            web.Services.GetRequiredService<Npgsql.NpgsqlDataSource>(),
            [],
            Options.Create(new RetentionOptions()),
            TimeProvider.System,
            NullLogger<Purge>.Instance
        ).Look(default);

        (await Session("omer")).Renewal.ShouldBeNull();
    }

    [ProviderFact]
    public async Task Who_creates_a_token_has_signed_in_a_moment_ago()
    {
        await web.Provider.Has("toni", "Toni Token", "platform-admins");
        using var toni = await ProviderVisitor.As(web, "toni");
        var wish = new TokenWish("script", TimeSpan.FromHours(1), [TokenScopes.Read]);
        var tokens = web.Services.GetRequiredService<TokenManagement>();

        (await tokens.Make(await Known("toni"), wish, with: null, default))
            .ShouldBeOfType<Outcome<CreatedToken>.Refused>()
            .Why.Kind.ShouldBe(RefusalKind.SignInAgain);
        await Set("toni", set => set.SetProperty(s => s.ProvedAt, From(hours: 0)));
        var made = await tokens.Make(await Known("toni"), wish, with: null, default);
        made.ShouldBeOfType<Outcome<CreatedToken>.Done>();
    }

    [ProviderFact]
    public async Task Who_changes_role_rules_has_signed_in_a_moment_ago_and_who_previews_them_need_not()
    {
        await web.Provider.Has("rula", "Rula Rules", "platform-admins");
        using var rula = await ProviderVisitor.As(web, "rula");
        var wish = new RuleWish(ProvidedWeb.Key, "groups", "ruled", "payments", Role.Member);
        var rules = web.Services.GetRequiredService<RoleRules>();

        (await rules.PreviewAddition(await Known("rula"), wish, default)).ShouldBeOfType<Outcome<RuleEffect>.Done>();
        (await rules.Add(await Known("rula"), wish, default))
            .ShouldBeOfType<Outcome<RuleEffect>.Refused>()
            .Why.Kind.ShouldBe(RefusalKind.SignInAgain);
        await Set("rula", set => set.SetProperty(s => s.ProvedAt, From(hours: 0)));
        (await rules.Add(await Known("rula"), wish, default)).ShouldBeOfType<Outcome<RuleEffect>.Done>();
    }

    [ProviderFact]
    public async Task Whoever_is_somebody_else_there_proves_nothing_here()
    {
        await web.Provider.Has("quinn", "Quinn Quick", "platform-admins");
        await web.Provider.Has("mallory", "Mallory", "platform-admins");
        using var quinn = await ProviderVisitor.As(web, "quinn");
        await Set("quinn", set => set.SetProperty(s => s.ProvedAt, From(hours: -1)));
        await IsNotRenewed("quinn");

        quinn.ForgetThere();
        using var answer = await quinn.SignInAgain("mallory");

        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("Somebody else signed in");
        (await Session("quinn")).ProvedAt!.Value.ShouldBeLessThan(TimeProvider.System.GetUtcNow().AddMinutes(-50));
        (await IsIn(quinn)).ShouldBeTrue();
    }

    [ProviderFact]
    public async Task A_provider_that_takes_its_own_open_session_for_a_proof_is_not_believed()
    {
        await web.Provider.Has("lena", "Lena Lazy", "platform-admins");
        using var lena = await ProviderVisitor.As(web, "lena");
        await Set("lena", set => set.SetProperty(s => s.ProvedAt, From(hours: -1)));
        await IsNotRenewed("lena");

        await using (await web.Provider.Faulty("old proof"))
        {
            using var answer = await lena.SignInAgain("lena");
            answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
            (await answer.Content.ReadAsStringAsync()).ShouldContain("wasn&#x27;t confirmed");
        }

        await using (await web.Provider.Faulty("proof by a clock 10 min behind"))
        {
            using var answer = await lena.SignInAgain("lena");
            answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
            (await answer.Content.ReadAsStringAsync()).ShouldContain("The clocks differ");
        }

        (await Session("lena")).ProvedAt!.Value.ShouldBeLessThan(TimeProvider.System.GetUtcNow().AddMinutes(-50));
    }

    [LongFact("npm")]
    public async Task In_a_tab_of_its_own_somebody_signs_in_again_and_the_open_page_goes_on()
    {
        await web.Provider.Has("tara", "Tara Tab", "platform-admins");
        await using var tara = await Visit.Stranger(web.Address);
        await tara.Page.Context.RouteAsync(
            "https://fonts.googleapis.com/**",
            font => font.FulfillAsync(new() { ContentType = "text/css", Body = "" })
        );
        await tara.Page.GotoAsync("/tokens");
        await SignIn(tara.Page);
        await tara.Alive();
        await using var db = await web.Store.CreateDbContextAsync();

        await NewToken();
        await tara.Page.GetByLabel("Name").FillAsync("deploy script");
        await tara.InDialog("Make the token").ClickAsync();
        await IsNotRenewed("tara");
        var again = tara.Page.GetByRole(
            Microsoft.Playwright.AriaRole.Link,
            new() { Name = "Sign in again in a new tab" }
        );
        var tab = await tara.Page.RunAndWaitForPopupAsync(() => again.ClickAsync());
        await Fill(tab);
        await tab.WaitForURLAsync("**/sign-in/again/done");
        await tab.CloseAsync();

        (await db.Set<AuditEvent>().CountAsync(e => e.Subject == "tara" && e.Kind == "person.proved")).ShouldBe(1);
        // The session is confirmed every second, and the open page looks for it as often.
        for (var times = 0; times < 2; times++)
        {
            var before = (await Session("tara")).Renewal;
            await Deadline.Until(async () => !(await Session("tara")).Renewal!.SequenceEqual(before!));
        }

        await tara.Alive();
        await NewToken();
        await tara.InDialog("Make the token").ClickAsync();
        await tara.Sees("it is shown only once");
        await tara.IsAt("/tokens$");

        Task NewToken() =>
            tara.Page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "New token" }).ClickAsync();

        static async Task SignIn(Microsoft.Playwright.IPage page)
        {
            await page.GetByText("Continue with Company").ClickAsync();
            await Fill(page);
        }

        static async Task Fill(Microsoft.Playwright.IPage page)
        {
            await page.GetByPlaceholder("Enter any login").FillAsync("tara");
            await page.GetByPlaceholder("and password").FillAsync("any");
            await page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "Sign-in" }).ClickAsync();
        }
    }

    [ProviderFact]
    public async Task What_a_session_is_confirmed_with_stands_nowhere_in_the_clear()
    {
        await web.Provider.Has("sia", "Sia Sealed", "platform-admins");
        using var sia = await ProviderVisitor.As(web, "sia");

        var session = await Session("sia");

        session.Renewal.ShouldNotBeNull();
        var given = await web.Provider.RefreshTokens();
        given.ShouldNotBeEmpty();
        given.ShouldAllBe(token => !Encoding.UTF8.GetString(session.Renewal).Contains(token));
    }

    private static async Task<bool> IsIn(ProviderVisitor visitor)
    {
        using var answer = await visitor.Browser.GetAsync("/topics");
        return answer.StatusCode == HttpStatusCode.OK;
    }

    private async Task<List<string>> Roles(string handle)
    {
        await using var db = await web.Store.CreateDbContextAsync();
        return await (
            from person in db.Set<Person>()
            where person.Handle == handle
            join membership in db.Set<Membership>() on person.Id equals membership.PersonId
            select membership.Role.ToString()
        ).ToListAsync();
    }

    private async Task<List<string>> Words(string handle)
    {
        await using var db = await web.Store.CreateDbContextAsync();
        return await db.Set<AuditEvent>().Where(e => e.Subject == handle).Select(e => e.Words).ToListAsync();
    }

    private async Task<BrowserSession> Session(string handle)
    {
        await using var db = await web.Store.CreateDbContextAsync();
        var person = await db.Set<Person>().SingleAsync(p => p.Handle == handle);
        return await db.Set<BrowserSession>()
            .AsNoTracking()
            .OrderByDescending(s => s.Id)
            .FirstAsync(s => s.PersonId == person.Id);
    }

    /// <summary>How long until the session is renewed.</summary>
    private async Task<TimeSpan> UntilRenewed(string handle) =>
        (await Session(handle)).RenewAt!.Value - TimeProvider.System.GetUtcNow();

    private static TimeSpan Seconds(int seconds) => TimeSpan.FromSeconds(seconds);

    /// <summary>
    /// For now. Somebody who signs in again does it between two renewals: with one every second they would meet. A renewal that is under way has put its
    /// session off by minutes, and would have the next one in a second again when it is done: that is waited for.
    /// </summary>
    private Task IsNotRenewed(string handle) =>
        Deadline.Until(async () =>
        {
            await using var db = await web.Store.CreateDbContextAsync();
            var open = db.Set<BrowserSession>()
                .Where(s => db.Set<Person>().Any(p => p.Id == s.PersonId && p.Handle == handle) && s.EndedAt == null);
            var (idle, soon, later) = (From(hours: 0).AddMinutes(2), From(hours: 0).AddMinutes(30), From(hours: 1));
            await open.Where(s => s.RenewAt < idle).ExecuteUpdateAsync(set => set.SetProperty(s => s.RenewAt, later));
            return !await open.AnyAsync(s => s.RenewAt < soon);
        });

    /// <summary>As whoever has the session now.</summary>
    private async Task<KnownCaller> Known(string handle) =>
        (await web.Services.GetRequiredService<Sessions>().Caller((await Session(handle)).Id, default))!;

    private static DateTimeOffset From(int hours) => TimeProvider.System.GetUtcNow().AddHours(hours);

    private async Task Set(string handle, Action<UpdateSettersBuilder<BrowserSession>> what)
    {
        await using var db = await web.Store.CreateDbContextAsync();
        var person = await db.Set<Person>().SingleAsync(p => p.Handle == handle);
        await db.Set<BrowserSession>().Where(s => s.PersonId == person.Id).ExecuteUpdateAsync(what);
    }
}
