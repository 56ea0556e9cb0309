using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Portal.Core;
using Portal.Core.Audit;
using Portal.Core.People;
using Portal.Core.People.Federation;
using Portal.Core.Teams;
using Portal.Tests.Web;

namespace Portal.Tests.Api;

/// <summary>A session is a row: what ends there has ended wherever its cookie went.</summary>
public sealed class SessionTests(PortalWeb web) : IClassFixture<PortalWeb>
{
    private static readonly CancellationToken Never = CancellationToken.None;
    private readonly HandClock _clock = new();

    [Fact]
    public async Task A_cookie_that_was_copied_is_worth_nothing_after_its_session_was_signed_out()
    {
        using var browser = web.Stranger();
        var form = await browser.GetAsync("/sign-in");
        var (forgery, cookies) = (Forgery(await form.Content.ReadAsStringAsync()), Cookies(form));
        var signedIn = await Post(browser, "/sign-in", cookies, forgery, ("handle", "ada"));
        var session = cookies.Append(Cookies(signedIn).Last()).ToList();
        (await Status(browser, "/tokens", session)).ShouldBe(HttpStatusCode.OK);
        var fresh = await Send(browser, HttpMethod.Get, "/sign-in", session);

        await Post(browser, "/sign-out", session, Forgery(await fresh.Content.ReadAsStringAsync()));

        (await Status(browser, "/tokens", session)).ShouldBe(HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task A_session_ends_after_twelve_hours_however_busy_it_is()
    {
        var sessions = Sessions(SignInMode.Embedded);
        var key = await sessions.Begin(await Ada(), "For a test.", Never);

        for (var hour = 0; hour < 12; hour++)
        {
            (await sessions.Caller(key, Never)).ShouldNotBeNull();
            _clock.Pass(TimeSpan.FromHours(1));
        }

        (await sessions.Caller(key, Never)).ShouldBeNull();
    }

    [Fact]
    public async Task Another_sign_in_method_ends_sessions_and_demo_tokens_for_good()
    {
        await using var other = new PortalWebOfMode();
        await other.InitializeAsync();
        var ada = (await other.Services.GetRequiredService<PeopleDirectory>().All(Never)).Single(p =>
            p.Handle == "ada"
        );
        var sessions = other.Services.GetRequiredService<Sessions>();
        var key = await sessions.Begin(ada, "For a test.", Never);
        var token = await other.Token("ada");
        var tokens = other.Services.GetRequiredService<ApiTokens>();
        (await tokens.Recognise(token, null, Never)).ShouldBeOfType<Outcome<KnownToken>.Done>();

        await End(other, SignInMode.None);

        (await sessions.Caller(key, Never)).ShouldBeNull();
        (await tokens.Recognise(token, null, Never)).ShouldBeOfType<Outcome<KnownToken>.Refused>();
        await using var db = await other.Store.CreateDbContextAsync();
        (await db.Set<AuditEvent>().CountAsync(e => e.Kind == "sign-in.changed")).ShouldBe(1);
    }

    [Fact]
    public async Task Seeded_people_are_disabled_once_another_sign_in_took_the_place_of_the_embedded_one_until_it_is_back()
    {
        await using var other = new PortalWebOfMode();
        await other.InitializeAsync();
        await using (var db = await other.Store.CreateDbContextAsync())
        {
            var lin = await db.Set<Person>().SingleAsync(p => p.Handle == "lin");
            var omar = await db.Set<Person>().SingleAsync(p => p.Handle == "omar");
            (omar.DisabledAt, omar.DisabledBy, omar.DisabledReason) = (_clock.GetUtcNow(), "sam", "left");
            db.Add(
                new ExternalIdentity
                {
                    Provider = "corp",
                    Issuer = "https://corp.example",
                    Subject = "lin",
                    PersonId = lin.Id,
                    SignedInAt = _clock.GetUtcNow(),
                    AccessEndsAt = _clock.GetUtcNow().AddDays(30),
                }
            );
            await db.SaveChangesAsync();
        }

        await End(other, SignInMode.OpenIdConnect);
        (await Active()).ShouldContain("ada", "nobody ever signed in by the embedded one here");
        await other.Token("ada");
        var workload = await Exchanged();
        await End(other, SignInMode.OpenIdConnect);
        await End(other, SignInMode.OpenIdConnect);
        (await Active()).ShouldBe(["lin"], "she signs in at the provider");
        await using (var db = await other.Store.CreateDbContextAsync())
        {
            (await db.Set<ApiToken>().SingleAsync(t => t.Id == workload)).RevokedAt.ShouldNotBeNull();
        }

        await using (var db = await other.Store.CreateDbContextAsync())
        {
            (await db.Set<AuditEvent>().CountAsync(e => e.Kind == "person.disabled" && e.Subject == "ada")).ShouldBe(1);
        }

        await End(other, SignInMode.Embedded);
        (await Active()).ShouldContain("ada");
        (await Active()).ShouldNotContain("omar", "sam disabled him");

        // A workload's, by a rule that she added on a page.
        async Task<long> Exchanged()
        {
            await using var db = await other.Store.CreateDbContextAsync();
            var token = new ApiToken
            {
                PersonId = (await db.Set<Person>().SingleAsync(p => p.Handle == "lin")).Id,
                Name = "a workload's",
                Hash = new byte[32],
                CreatedBy = "ada",
                WorkloadRuleId = 1,
                SignIn = SignInMode.OpenIdConnect,
                CreatedAt = _clock.GetUtcNow(),
                ExpiresAt = _clock.GetUtcNow().AddHours(1),
            };
            db.Add(token);
            await db.SaveChangesAsync();
            return token.Id;
        }

        async Task<IReadOnlyList<string>> Active() =>
            [.. (await other.Services.GetRequiredService<PeopleDirectory>().Seeded(Never)).Select(p => p.Handle)];
    }

    [Fact]
    public async Task A_start_at_which_no_seeded_person_is_disabled_or_enabled_waits_for_no_change_of_roles()
    {
        await using var db = await web.Store.CreateDbContextAsync();
        await using var transaction = await db.Database.BeginTransactionAsync();
        await db.LockRules(Never);

        await End(web, SignInMode.Embedded).WaitAsync(TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task A_session_of_another_method_does_not_work_even_before_it_was_ended()
    {
        var key = await Sessions(SignInMode.Embedded).Begin(await Ada(), "For a test.", Never);

        (await Sessions(SignInMode.None).Caller(key, Never)).ShouldBeNull();
    }

    private static Task End(PortalWeb web, SignInMode mode) =>
        new FormerSignIns(
            web.Services.GetRequiredService<Portal.Core.Store.SchemaGate>(),
            web.Store,
            web.Services.GetRequiredService<Portal.Core.Store.StoreWatch>(),
            Options.Create(new BrowserSessionOptions { Mode = mode }),
            TimeProvider.System
        ).End(Never);

    private Sessions Sessions(SignInMode mode) =>
        new(web.Store, new CallerReader(web.Store), Options.Create(new BrowserSessionOptions { Mode = mode }), _clock);

    private async Task<Person> Ada() =>
        (await web.Services.GetRequiredService<PeopleDirectory>().All(Never)).Single(p => p.Handle == "ada");

    private static async Task<HttpStatusCode> Status(HttpClient browser, string path, List<string> cookies) =>
        (await Send(browser, HttpMethod.Get, path, cookies)).StatusCode;

    private static Task<HttpResponseMessage> Post(
        HttpClient browser,
        string path,
        List<string> cookies,
        string forgery,
        params (string Name, string Value)[] fields
    ) =>
        Send(
            browser,
            HttpMethod.Post,
            path,
            cookies,
            new FormUrlEncodedContent([
                new("__RequestVerificationToken", forgery),
                .. fields.Select(field => KeyValuePair.Create(field.Name, field.Value)),
            ])
        );

    private static async Task<HttpResponseMessage> Send(
        HttpClient browser,
        HttpMethod method,
        string path,
        List<string> cookies,
        HttpContent? body = null
    )
    {
        using var request = new HttpRequestMessage(method, path);
        request.Content = body;
        request.Headers.Add("Cookie", string.Join("; ", cookies));
        return await browser.SendAsync(request);
    }

    private static List<string> Cookies(HttpResponseMessage answer) =>
        [.. answer.Headers.GetValues("Set-Cookie").Select(cookie => cookie.Split(';')[0])];

    private static string Forgery(string form)
    {
        const string Before = "__RequestVerificationToken\" value=\"";
        var start = form.IndexOf(Before, StringComparison.Ordinal) + Before.Length;
        return form[start..form.IndexOf('"', start)];
    }

    private sealed class PortalWebOfMode : PortalWeb;
}
