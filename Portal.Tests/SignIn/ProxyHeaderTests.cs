using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Core.People;
using Portal.Core.People.Bootstrap;
using Portal.Core.People.Federation;
using Portal.Core.Teams;
using Portal.Tests.Web;
using Portal.Web.Identity.ProxyHeaders;

namespace Portal.Tests.SignIn;

/// <summary>Who comes in by headers of a sign-in proxy, and who doesn't.</summary>
public sealed class ProxyHeaderTests(ProxySignedWeb web) : IClassFixture<ProxySignedWeb>
{
    [Fact]
    public async Task Whoever_the_proxy_names_comes_in_with_the_roles_of_the_rules_and_on_to_the_page()
    {
        await web.Rule("payments-developers", "payments", Role.Member);
        using var rita = new ProxiedVisitor(web).Is("rita", "chess", "payments-developers").Proved();

        using var page = await rita.Open("/topics?environment=dev");

        page.StatusCode.ShouldBe(HttpStatusCode.OK);
        page.RequestMessage!.RequestUri!.PathAndQuery.ShouldBe("/topics?environment=dev");
        (await web.Roles("rita")).ShouldBe(["payments Member"]);
        (await web.Events("person.signed-in"))[0].Words.ShouldBe("Signed in through proxy.");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("a secret of this test, 32 bytes lonG")]
    public async Task Without_the_secret_headers_count_for_nothing(string? secret)
    {
        using var visitor = new ProxiedVisitor(web).Is("root", "platform-admins");
        if (secret is not null)
        {
            visitor.Proved(secret);
        }

        using var page = await visitor.Open("/topics");

        page.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await Words(page)).ShouldContain("Open the portal through the sign-in proxy");
        visitor.HasSession.ShouldBeFalse();
    }

    [Fact]
    public async Task A_secret_that_is_sent_twice_is_none()
    {
        using var visitor = new ProxiedVisitor(web).Is("root", "platform-admins").Proved();
        visitor.Browser.DefaultRequestHeaders.Add("X-Portal-Proxy-Secret", "another");

        (await visitor.Open("/topics")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        visitor.HasSession.ShouldBeFalse();
    }

    [Theory]
    [InlineData("X-Forwarded-User", "root")]
    [InlineData("X-Forwarded-Email", "root@example.com")]
    [InlineData("X-Forwarded-Groups", "platform-admins")]
    [InlineData("X-Portal-Proxy-Secret", ProxySignedWeb.Secret)]
    public async Task From_anywhere_else_a_header_is_refused_with_a_sentence(string header, string value)
    {
        using var visitor = new ProxiedVisitor(web, from: "127.0.0.2").With(header, value);

        foreach (var page in (string[])["/topics", "/sign-in", "/_blazor/negotiate"])
        {
            using var answer = await visitor.Browser.GetAsync(page);
            answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden, page);
            (await answer.Content.ReadAsStringAsync()).ShouldContain(
                "carries that proxy's headers from somewhere else"
            );
        }
    }

    [Fact]
    public async Task An_address_that_is_forwarded_is_not_the_one_that_connects()
    {
        using var visitor = new ProxiedVisitor(web, from: "127.0.0.2")
            .Is("root", "platform-admins")
            .Proved()
            .With("X-Forwarded-For", "127.0.0.1");

        using var answer = await visitor.Browser.GetAsync("/sign-in");

        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        visitor.HasSession.ShouldBeFalse();
    }

    [Fact]
    public async Task Refused_headers_are_in_the_audit_log_once_a_minute()
    {
        using var visitor = new ProxiedVisitor(web, from: "127.0.0.2").Is("root");
        (await visitor.Browser.GetAsync("/topics")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await web.Events("proxy-sign-in.refused"))[0].Words.ShouldContain("came from 127.0.0.");
        var clock = new HandClock();
        var refused = new RefusedStatements(web.Store, clock);

        for (var request = 0; request < 5; request++)
        {
            await refused.Note("10.0.0.1", "of a test", default);
        }

        (await Noted()).ShouldBe(["1."]);
        clock.Pass(TimeSpan.FromMinutes(1));
        await refused.Note("10.0.0.1", "of a test", default);
        (await Noted()).ShouldBe(["5.", "1."]);

        async Task<List<string>> Noted() =>
            [
                .. (await web.Events("proxy-sign-in.refused"))
                    .Where(e => e.Words.Contains("of a test"))
                    .Select(e => e.Words.Split(' ')[^1]),
            ];
    }

    [Fact]
    public async Task The_API_takes_tokens_alone()
    {
        using var visitor = new ProxiedVisitor(web).Is("api-root", "platform-admins").Proved();
        (await visitor.Open("/topics")).StatusCode.ShouldBe(HttpStatusCode.OK);

        (await visitor.Browser.GetAsync("/api/v1/me")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await visitor.Browser.PostAsync("/api/v1/changes", content: null)).StatusCode.ShouldBe(
            HttpStatusCode.Unauthorized
        );

        using var script = new ProxiedVisitor(web, from: "127.0.0.2").Is("somebody", "platform-admins");
        script.With("Authorization", $"Bearer {await web.Token("ada")}");
        (await script.Browser.GetStringAsync("/api/v1/me")).ShouldContain("ada");
    }

    [Fact]
    public async Task Where_no_header_is_read_a_session_neither_counts_nor_ends()
    {
        await web.Rule("api-readers", "search", Role.Member);
        using var visitor = new ProxiedVisitor(web).Is("arne", "api-readers").Proved();
        (await visitor.Open("/topics")).StatusCode.ShouldBe(HttpStatusCode.OK);

        foreach (var address in (string[])["/api/v1/me", "/api/v1/no-such-place", "/health/live"])
        {
            using var answer = await visitor.Browser.GetAsync(address);
            answer.Headers.Contains("Set-Cookie").ShouldBeFalse(address);
        }

        visitor.HasSession.ShouldBeTrue();
        using var page = await visitor.Browser.GetAsync("/topics");
        page.StatusCode.ShouldBe(HttpStatusCode.OK, "without signing in again");
    }

    [Fact]
    public async Task A_session_without_the_proxy_is_none_and_neither_is_it_with_another_person()
    {
        await web.Rule("readers", "search", Role.Member);
        using var visitor = new ProxiedVisitor(web).Is("sara", "readers").Proved();
        (await visitor.Open("/topics")).StatusCode.ShouldBe(HttpStatusCode.OK);
        visitor.StatesNothing();
        (await visitor.Browser.GetAsync("/topics")).StatusCode.ShouldBe(HttpStatusCode.Redirect, "only the cookie");

        visitor.Is("tess", "readers").Proved();
        using var page = await visitor.Open("/topics");

        page.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await page.Content.ReadAsStringAsync()).ShouldContain("Account of tess");
    }

    [Fact]
    public async Task Groups_that_change_at_the_proxy_count_at_the_next_request()
    {
        await web.Rule("searchers", "search", Role.Member);
        await web.Rule("payers", "payments", Role.Approver);
        using var una = new ProxiedVisitor(web).Is("una", "searchers").Proved();
        (await una.Open("/topics")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await web.Roles("una")).ShouldBe(["search Member"]);

        una.Is("una", "payers", "searchers");
        (await una.Browser.GetAsync("/topics")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await web.Roles("una")).ShouldBe(["payments Approver", "search Member"]);

        una.Is("una");
        using var none = await una.Open("/topics");
        none.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await Words(none)).ShouldContain("Your account has no role here");
        (await web.Roles("una")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_session_that_the_proxy_has_not_confirmed_for_a_minute_has_lapsed()
    {
        await web.Rule("lapsers", "search", Role.Member);
        using var lea = new ProxiedVisitor(web).Is("lea", "lapsers").Proved();
        (await lea.Open("/topics")).StatusCode.ShouldBe(HttpStatusCode.OK);
        var person = await Find("lea");
        var sessions = web.Services.GetRequiredService<Sessions>();
        var proxied = web.Services.GetRequiredService<ProxiedSessions>();
        var stated = new ProviderAnswer(
            "proxy",
            "sign-in proxy",
            "lea",
            "lea",
            "lea",
            "lea@example.com",
            [new("groups", "lapsers")]
        );
        var key = await proxied.Begin(person, stated, new SessionPlace("", ""), default);
        (await sessions.Caller(key, default)).ShouldNotBeNull();

        await web.Confirmed("lea", TimeSpan.FromSeconds(61));

        (await sessions.Caller(key, default)).ShouldBeNull("an open page looks here");
        (await proxied.Confirm(key, stated: null, default)).ShouldBeFalse();
        (await proxied.Confirm(key, stated, default)).ShouldBeTrue();
        (await sessions.Caller(key, default)).ShouldNotBeNull();
    }

    [Theory]
    [InlineData("X-Forwarded-User", "root")]
    [InlineData("X-Forwarded-Groups", "platform-admins")]
    [InlineData("X-Forwarded-Email", "root@example.com")]
    public void What_comes_beside_what_the_proxy_sent_makes_all_of_it_worthless(string header, string value)
    {
        var statements = web.Services.GetRequiredService<ProxyStatements>();
        var http = new DefaultHttpContext();
        http.Request.Headers["X-Forwarded-User"] = "somebody";
        http.Request.Headers["X-Forwarded-Groups"] = "readers, writers";
        http.Request.Headers["X-Forwarded-Email"] = "somebody@example.com";
        var stated = statements.Read(http.Request)!.Answer;
        (stated.Subject, stated.Email).ShouldBe(("somebody", "somebody@example.com"));
        stated.Claims.Select(claim => claim.Value).ShouldBe(["readers", "writers"]);

        http.Request.Headers.Append(header, value);

        statements.Read(http.Request).ShouldBeNull();
    }

    [Fact]
    public async Task Two_names_in_one_are_none()
    {
        using var visitor = new ProxiedVisitor(web).Is("somebody,root", "platform-admins").Proved();

        (await visitor.Open("/topics")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        visitor.HasSession.ShouldBeFalse();
    }

    [Fact]
    public async Task Signing_out_leads_to_the_proxy_s_own()
    {
        await web.Rule("leavers", "search", Role.Member);
        using var otto = new ProxiedVisitor(web).Is("otto", "leavers").Proved();
        (await otto.Open("/topics")).StatusCode.ShouldBe(HttpStatusCode.OK);
        var form = await otto.Browser.GetStringAsync("/sign-in");
        const string Before = "__RequestVerificationToken\" value=\"";
        var start = form.IndexOf(Before, StringComparison.Ordinal) + Before.Length;

        using var answer = await otto.Browser.PostAsync(
            "/sign-out",
            new FormUrlEncodedContent([new("__RequestVerificationToken", form[start..form.IndexOf('"', start)])])
        );

        (await Words(answer)).ShouldContain("url=/oauth2/sign_out");
        (await web.Events("person.signed-out")).ShouldContain(e => e.Subject == "otto");
    }

    [Fact]
    public async Task A_platform_engineer_whom_the_proxy_brings_closes_the_bootstrap_administrator_s_sign_in()
    {
        var links = web.Services.GetRequiredService<BootstrapLinks>();
        using var bootstrap = new BootstrapVisitor(web.Address);
        using var setUp = await bootstrap.SetUp(await links.Reopen(default), BootstrapWeb.Password);
        setUp.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await bootstrap.IsIn()).ShouldBeTrue("it needs no proxy");

        using var root = new ProxiedVisitor(web).Is("petra", "platform-admins").Proved();
        (await root.Open("/role-rules")).StatusCode.ShouldBe(HttpStatusCode.OK);

        (await bootstrap.IsIn()).ShouldBeFalse();
        (await links.State(default)).ShouldBe(BootstrapState.Closed);
    }

    [Fact]
    public async Task Whom_the_proxy_makes_a_platform_engineer_while_signed_in_closes_it_as_well()
    {
        await web.Rule("later-readers", "search", Role.Member);
        var links = web.Services.GetRequiredService<BootstrapLinks>();
        await links.Reopen(default);
        using var paul = new ProxiedVisitor(web).Is("paul", "later-readers").Proved();
        (await paul.Open("/topics")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await links.State(default)).ShouldBe(BootstrapState.NotSetUp);

        paul.Is("paul", "later-readers", "platform-admins");
        (await paul.Browser.GetAsync("/topics")).StatusCode.ShouldBe(HttpStatusCode.OK);

        (await links.State(default)).ShouldBe(BootstrapState.Closed);
    }

    [Fact]
    public async Task Who_has_no_role_finds_the_way_to_the_bootstrap_administrator_while_it_is_open()
    {
        await web.Services.GetRequiredService<BootstrapLinks>().Reopen(default);
        using var nobody = new ProxiedVisitor(web).Is("nora", "chess").Proved();

        using var page = await nobody.Open("/topics");

        page.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await Words(page)).ShouldContain("Sign in as bootstrap administrator");
    }

    private async Task<Person> Find(string handle)
    {
        await using var db = await web.Store.CreateDbContextAsync();
        return await db.Set<Person>().SingleAsync(p => p.Handle == handle);
    }

    private static async Task<string> Words(HttpResponseMessage answer) =>
        WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
}
