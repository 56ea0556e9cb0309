using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Core.People;
using Portal.Core.People.Bootstrap;
using Portal.Core.Store;
using Portal.Core.Teams;
using Portal.Tests.Kit;
using Portal.Web.Identity.Bootstrap;

namespace Portal.Tests.SignIn;

/// <summary>The first hour of a portal: one administrator, a password of their own, and the door that closes behind them.</summary>
public sealed class BootstrapTests(BootstrapWeb web) : IClassFixture<BootstrapWeb>
{
    private const string Password = BootstrapWeb.Password;
    private const string Page = "/sign-in/bootstrap";

    [Fact]
    public async Task A_start_writes_a_one_time_link_to_its_log_and_the_store_has_a_hash_of_it()
    {
        await Deadline.Until(() => web.Log.All.Count > 0);

        var line = web.Log.All.ShouldHaveSingleItem();
        line.ShouldContain($"{web.Address.GetLeftPart(UriPartial.Authority)}{Page}#");
        var code = line.Split('#')[1].Split(' ')[0];
        code.Length.ShouldBe(43, "256 bits in base64");
        (await web.Events("bootstrap.link-created")).ShouldAllBe(e => !e.Words.Contains(code));
        var next = await web.Links.Reopen(CancellationToken.None);
        next.ShouldNotBe(code);
        await using var db = await web.Store.CreateDbContextAsync();
        var link = await db.Set<BootstrapLink>().SingleAsync();
        link.CodeHash.ShouldBe(SHA256.HashData(Encoding.UTF8.GetBytes(next)));
    }

    [Fact]
    public async Task Each_start_makes_a_link_of_its_own_until_one_is_used()
    {
        await web.Links.Reopen(CancellationToken.None);
        var (first, second) = (await web.Links.Create(default), await web.Links.Create(default));

        using var visitor = new BootstrapVisitor(web.Address);
        (await visitor.SetUp(first!, Password)).StatusCode.ShouldBe(HttpStatusCode.Redirect);

        second.ShouldNotBe(first);
        (await visitor.SetUp(second!, Password)).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await web.Links.Create(default)).ShouldBeNull("there is nothing left to set up");
    }

    [Fact]
    public async Task Opening_the_page_of_a_link_uses_nothing_up_and_leads_nowhere_else()
    {
        var code = await web.Links.Reopen(CancellationToken.None);
        using var visitor = new BootstrapVisitor(web.Address);
        foreach (var method in (HttpMethod[])[HttpMethod.Get, HttpMethod.Head, HttpMethod.Get])
        {
            using var opened = await visitor.Browser.SendAsync(new(method, $"{Page}?code={code}#{code}"));
            opened.Headers.GetValues("Referrer-Policy").ShouldBe(["same-origin"]);
            (await opened.Content.ReadAsStringAsync()).ShouldNotContain(code);
        }

        (await visitor.IsIn()).ShouldBeFalse();
        (await visitor.SetUp(code, Password)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task Whoever_has_the_code_is_a_platform_engineer_and_is_reminded_on_every_page()
    {
        using var visitor = await web.SetUp();

        foreach (var page in (string[])["/", "/topics", "/clusters"])
        {
            var html = WebUtility.HtmlDecode(await visitor.Browser.GetStringAsync(page));
            html.ShouldContain("You are signed in as bootstrap administrator");
            html.ShouldContain("Portal:SignIn:Providers");
        }

        var person = await web.Administrator();
        await using var db = await web.Store.CreateDbContextAsync();
        (await db.Set<Membership>().Where(m => m.PersonId == person.Id).Select(m => m.Role).ToListAsync()).ShouldBe([
            Role.Platform,
        ]);
        (await web.Events("bootstrap.set-up"))[0].Actor.Name.ShouldBe(person.Handle);
        (await web.Events("person.signed-in"))[0].Subject.ShouldBe(person.Handle);
    }

    [Fact]
    public async Task A_wrong_code_sets_nothing_up_and_neither_does_one_that_has_expired()
    {
        var code = await web.Links.Reopen(CancellationToken.None);
        using var visitor = new BootstrapVisitor(web.Address);
        using var wrong = await visitor.SetUp(code[..^1] + (code[^1] == 'A' ? 'B' : 'A'), Password);
        wrong.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        await web.Sql($"update bootstrap_link set expires_at = now() - interval '1 second'");

        using var late = await visitor.SetUp(code, Password);

        late.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await Words(late)).ShouldContain("This link has expired. Restart");
        (await visitor.IsIn()).ShouldBeFalse();
        (await web.Events("bootstrap.refused"))[0].Words.ShouldContain("127.0.0.1");
        await web.Sql($"delete from bootstrap_attempt");
    }

    [Theory]
    [InlineData("eleven char", null, "Choose a password of 12 to 128 characters")]
    [InlineData("a password of mine", "another password", "The two passwords differ")]
    public async Task A_password_that_is_refused_leaves_the_code_as_it_was(string password, string? again, string words)
    {
        var code = await web.Links.Reopen(CancellationToken.None);
        using var visitor = new BootstrapVisitor(web.Address);

        using var refused = await visitor.SetUp(code, password, again);

        refused.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await Words(refused)).ShouldContain(words);
        (await visitor.SetUp(code, "ÄÖÜ äöü 🦜🦜🦜🦜🦜")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task A_password_is_stored_by_PBKDF2_with_as_many_rounds_as_OWASP_names()
    {
        using var visitor = await web.SetUp();

        await using var db = await web.Store.CreateDbContextAsync();
        var stored = Convert.FromBase64String((await db.Set<BootstrapAccount>().SingleAsync()).PasswordHash!);
        stored[0].ShouldBe((byte)1, "the third format of ASP.NET Core Identity");
        stored[1..5].ShouldBe([0, 0, 0, 2], "HMAC-SHA512");
        (stored[5] << 24 | stored[6] << 16 | stored[7] << 8 | stored[8]).ShouldBeGreaterThanOrEqualTo(210_000);
    }

    [Fact]
    public async Task Wrong_passwords_delay_the_next_try_for_a_while()
    {
        using var visitor = await web.SetUp();
        using var other = new BootstrapVisitor(web.Address);
        for (var wrong = 0; wrong < BootstrapGuesses.FreePerAddress; wrong++)
        {
            (await Words(await other.SignIn("not the password"))).ShouldContain("The password is wrong.");
        }

        using var refused = await other.SignIn(Password);

        refused.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await Words(refused)).ShouldContain("too many wrong passwords. Try again in");
        (await visitor.IsIn()).ShouldBeTrue("an open session goes on");
        await web.Sql($"update bootstrap_attempt set at = at - interval '31 seconds'");
        (await other.SignIn(Password)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await web.Events("bootstrap.refused")).Count.ShouldBeGreaterThanOrEqualTo(BootstrapGuesses.FreePerAddress);
    }

    [Fact]
    public async Task Guesses_from_everywhere_stop_strangers_and_not_the_administrator()
    {
        using var visitor = await web.SetUp();
        await web.Sql(
            $"insert into bootstrap_attempt (address, at) select '10.0.0.' || n, now() from generate_series(1, {BootstrapGuesses.PerHour}) n"
        );
        using var back = new BootstrapVisitor(web.Address);
        (await back.SignIn(Password)).StatusCode.ShouldBe(HttpStatusCode.Redirect, "was signed in from here before");
        await web.Sql($"update browser_session set address = '10.9.9.9'");

        using var stranger = await new BootstrapVisitor(web.Address).SignIn(Password);

        stranger.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        using var saved = await back.SetUp(await web.Links.Reopen(CancellationToken.None), Password);
        saved.StatusCode.ShouldBe(HttpStatusCode.Redirect, "a one-time code isn't guessed");
        await web.Sql($"delete from bootstrap_attempt");
    }

    [Fact]
    public async Task Guesses_from_one_network_of_IPv6_are_those_of_one_address()
    {
        using var visitor = await web.SetUp();
        var signIn = web.Services.GetRequiredService<BootstrapSignIn>();
        for (var wrong = 1; wrong <= BootstrapGuesses.FreePerAddress; wrong++)
        {
            await signIn.SignIn("not the password", new SessionPlace("", $"2001:db8::{wrong}"), default);
        }

        var near = await signIn.SignIn(Password, new SessionPlace("", "2001:db8::1:2:3:4"), default);
        var far = await signIn.SignIn(Password, new SessionPlace("", "2001:db8:0:1::1"), default);

        near.ShouldBeOfType<Core.Outcome<BootstrapSession>.Refused>().Why.Words.ShouldContain("too many wrong");
        far.ShouldBeOfType<Core.Outcome<BootstrapSession>.Done>();
        await web.Sql($"delete from bootstrap_attempt");
    }

    [Theory]
    [InlineData(4, 0)]
    [InlineData(5, 30)]
    [InlineData(7, 120)]
    [InlineData(50, 900)]
    public void An_address_waits_twice_as_long_each_time_and_never_longer_than_15_min(int wrong, int seconds)
    {
        var last = new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

        var until = BootstrapGuesses.Until([.. Enumerable.Range(0, wrong).Select(n => last.AddSeconds(-n))]);

        (until ?? last).ShouldBe(last.AddSeconds(seconds));
    }

    [Fact]
    public async Task The_password_is_changed_by_the_administrator_alone_with_the_present_one()
    {
        const string Next = "another horse entirely";
        using var visitor = await web.SetUp();
        using var elsewhere = new BootstrapVisitor(web.Address);
        await elsewhere.SignIn(Password);
        using var stranger = new BootstrapVisitor(web.Address);
        (await stranger.Change(Password, Next)).Headers.Location!.ToString().ShouldBe(Page);
        (await visitor.Change("a guess of mine", Next)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await visitor.Change(Password, Password)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await elsewhere.IsIn()).ShouldBeTrue();

        using var changed = await visitor.Change(Password, Next);

        changed.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await visitor.IsIn()).ShouldBeTrue();
        (await elsewhere.IsIn()).ShouldBeFalse("every other session has ended");
        (await elsewhere.SignIn(Password)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await elsewhere.SignIn(Next)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await web.Events("bootstrap.password-changed"))[0].Words.ShouldContain("2 sessions and 0 tokens ended");
    }

    [Fact]
    public async Task Somebody_else_s_session_changes_no_password()
    {
        using var visitor = await web.SetUp();
        await using var db = await web.Store.CreateDbContextAsync();
        var ada = await db.Set<Person>().SingleAsync(p => p.Handle == "ada");
        var caller = await web.Services.GetRequiredService<CallerReader>().Of(ada.Id, ActorVia.Page, default);

        var outcome = await web
            .Services.GetRequiredService<BootstrapSignIn>()
            .Change(
                caller!,
                Password,
                new BootstrapWish("", "a new one of ada", "a new one of ada"),
                new SessionPlace("", "::1"),
                default
            );

        outcome.ShouldBeOfType<Core.Outcome<BootstrapSession>.Refused>().Why.Words.ShouldContain("Only the bootstrap");
    }

    [Theory]
    [InlineData("")]
    [InlineData("/setup")]
    [InlineData("/password")]
    public async Task A_form_without_its_token_does_nothing(string form)
    {
        using var visitor = await web.SetUp();
        var code = await web.Links.Create(default);
        var fields = new Dictionary<string, string>
        {
            ["code"] = code ?? "none",
            ["present"] = Password,
            ["password"] = Password,
            ["repeated"] = Password,
        };

        using var answer = await visitor.Browser.PostAsync(Page + form, new FormUrlEncodedContent(fields));

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task It_closes_when_a_platform_engineer_has_signed_in_otherwise_and_its_sessions_end()
    {
        using var visitor = await web.SetUp();
        var token = await web.Token((await web.Administrator()).Handle);
        var closing = web.Services.GetRequiredService<BootstrapClosing>();
        await using var db = await web.Store.CreateDbContextAsync();
        var people = await db.Set<Person>().ToDictionaryAsync(p => p.Handle);
        await closing.After(people["ada"], default);
        (await visitor.IsIn()).ShouldBeTrue("ada isn't platform");

        await closing.After(people["sam"], default);

        (await visitor.IsIn()).ShouldBeFalse();
        using var page = await visitor.Browser.GetAsync(Page);
        page.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await Words(page)).ShouldContain("This sign-in is closed");
        (await Words(await visitor.Browser.GetAsync("/sign-in"))).ShouldNotContain(Page);
        (await web.Links.Create(default)).ShouldBeNull();
        (await web.Events("bootstrap.closed"))[0].Words.ShouldContain("sam signed in with the role platform");
        using var api = web.Stranger();
        api.DefaultRequestHeaders.Authorization = new("Bearer", token);
        (await api.GetAsync("/api/v1/me")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        var former = await web.Administrator();
        former.DisabledAt.ShouldNotBeNull();
    }

    [Fact]
    public async Task An_update_opens_no_door_where_a_platform_engineer_signed_in_already()
    {
        var update = Migration.All.Single(m => m.Number == 195).Sql;
        var first = update[update.IndexOf("insert", StringComparison.Ordinal)..];
        await using var db = await web.Store.CreateDbContextAsync();
        await using var transaction = await db.Database.BeginTransactionAsync();
        await db.Database.ExecuteSqlAsync(
            $"insert into external_identity (provider, issuer, subject, person_id, email, signed_in_at) select 'company', 'x', 'sam', id, '', now() from person where handle = 'sam'"
        );
        await db.Database.ExecuteSqlAsync($"delete from bootstrap_account");

        await db.Database.ExecuteSqlRawAsync(first[..(first.IndexOf(';', StringComparison.Ordinal) + 1)]);

        var account = await db.Set<BootstrapAccount>().AsNoTracking().SingleAsync();
        (account.ClosedBy, account.ClosedAt is null).ShouldBe(("sam", false));
        await transaction.RollbackAsync();
    }

    [Fact]
    public async Task A_command_opens_it_again_with_a_new_link_and_without_the_old_password()
    {
        using var visitor = await web.SetUp();

        (await BootstrapCommand.Run(web.Services, ["--help"], default)).ShouldBe(1);
        (await visitor.IsIn()).ShouldBeTrue("it takes no argument, and changed nothing");

        (await BootstrapCommand.Run(web.Services, [], default)).ShouldBe(0);

        (await visitor.IsIn()).ShouldBeFalse();
        (await web.Links.State(default)).ShouldBe(BootstrapState.NotSetUp);
        (await web.Events("bootstrap.reopened"))[0].Words.ShouldContain("1 session and 0 tokens ended");
    }

    [Theory]
    [InlineData("eleven char", "", SignInMode.None, "fewer than 12 characters")]
    [InlineData("twelve chars", "/tmp/other", SignInMode.None, "are both set")]
    [InlineData("twelve chars ", "", SignInMode.None, "begins or ends with a space")]
    [InlineData("", "/no/such/file", SignInMode.OpenIdConnect, "/no/such/file")]
    [InlineData("twelve chars", "", SignInMode.Embedded, "Embedded, which has no bootstrap administrator")]
    public void An_initial_password_that_cannot_work_keeps_the_portal_from_starting(
        string password,
        string file,
        SignInMode mode,
        string words
    ) =>
        new BootstrapOptions { InitialPassword = password, InitialPasswordFile = file }
            .Complaints(mode)
            .ShouldHaveSingleItem()
            .ShouldContain(words);

    [Fact]
    public void An_initial_password_that_cannot_be_entered_keeps_the_portal_from_starting() =>
        new BootstrapOptions { InitialPassword = new string('x', 129) }
            .Complaints(SignInMode.None)
            .ShouldHaveSingleItem()
            .ShouldContain("more than 128 characters");

    private static async Task<string> Words(HttpResponseMessage answer) =>
        WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
}

/// <summary>A portal whose settings have an initial password.</summary>
public sealed class InitialPasswordWeb : BootstrapWeb
{
    public const string Initial = "from a secret file";

    protected override Dictionary<string, string?> Settings =>
        new(base.Settings, StringComparer.Ordinal) { ["Portal:Bootstrap:InitialPassword"] = Initial };
}

public sealed class InitialPasswordTests(InitialPasswordWeb web) : IClassFixture<InitialPasswordWeb>
{
    [Fact]
    public async Task It_sets_the_administrator_up_once_and_is_in_no_log()
    {
        await Deadline.Until(() => web.Log.All.Count > 0);
        web.Log.All.ShouldHaveSingleItem()
            .ShouldContain("#", customMessage: "strangers may use up all guesses of an hour");
        web.Log.All.ShouldAllBe(line => !line.Contains(InitialPasswordWeb.Initial));
        using var visitor = new BootstrapVisitor(web.Address);
        (await visitor.Browser.GetStringAsync("/sign-in/bootstrap")).ShouldContain("or the initial password");
        (await visitor.SetUp("from another file", BootstrapWeb.Password)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await visitor.SetUp(InitialPasswordWeb.Initial, InitialPasswordWeb.Initial)).StatusCode.ShouldBe(
            HttpStatusCode.BadRequest,
            "a password of one's own"
        );

        using var done = await visitor.SetUp(InitialPasswordWeb.Initial, BootstrapWeb.Password);

        done.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await visitor.SignIn(InitialPasswordWeb.Initial)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        await web.Links.Reopen(CancellationToken.None);
        (await visitor.SetUp(InitialPasswordWeb.Initial, BootstrapWeb.Password)).StatusCode.ShouldBe(
            HttpStatusCode.Forbidden,
            "it was for the first time alone"
        );
        var page = await visitor.Browser.GetStringAsync("/sign-in/bootstrap");
        page.ShouldContain("One-time code");
        page.ShouldNotContain("initial password");
        (await web.Links.Create(default)).ShouldNotBeNull("a start writes a link again");
    }
}
