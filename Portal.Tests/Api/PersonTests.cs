using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Core.Audit;
using Portal.Core.Changes.Runs;
using Portal.Core.People;
using Portal.Core.People.Roles;
using Portal.Core.Store;
using Portal.Core.Teams;
using Portal.Workers.Calendar.People;

namespace Portal.Tests.Api;

/// <summary>Roles that people give and take, and access that is ended, by the API.</summary>
public sealed class PersonTests(PortalWeb web) : IClassFixture<PortalWeb>
{
    private static string Soon => $"{TimeProvider.System.GetUtcNow().AddDays(30):O}";

    [Fact]
    public async Task A_role_counts_at_once_with_its_reason_and_ends_by_itself_though_no_worker_runs()
    {
        using var sam = await web.As("sam");
        using var omar = await web.As("omar");
        (await Teams(omar)).ShouldNotContain("checkout");

        var given = await Sent(
            sam,
            HttpMethod.Put,
            "omar/roles/checkout/approver",
            new { reason = "Holidays", expiresAt = Soon }
        );

        var role = Role(given, "checkout", "approver");
        role.GetProperty("givenBy").GetString().ShouldBe("sam");
        role.GetProperty("reason").GetString().ShouldBe("Holidays");
        (await Teams(omar)).ShouldContain("checkout");
        await EndsNow("omar");

        (await Teams(omar)).ShouldNotContain("checkout");
        await Swept();
        var after = await sam.GetFromJsonAsync<JsonElement>("/api/v1/people/omar");
        after.GetProperty("formerRoles")[0].GetProperty("endedBy").GetString().ShouldBe(Actor.Clock.Name);
        await using var db = await web.Store.CreateDbContextAsync();
        (
            await db.Set<AuditEvent>()
                .Where(e => e.Subject == "omar")
                .OrderBy(e => e.Id)
                .Select(e => e.Kind)
                .ToListAsync()
        ).ShouldBe(["role.given", "role.ended"]);
        (await db.Set<Due>().CountAsync(d => d.Kind == PeopleDues.RoleEnds)).ShouldBe(0);
    }

    [Fact]
    public async Task A_role_given_again_has_the_newer_end_and_can_be_taken()
    {
        using var sam = await web.As("sam");
        await Sent(sam, HttpMethod.Put, "lin/roles/search/member", new { reason = "Helps out", expiresAt = Soon });
        var later = TimeProvider.System.GetUtcNow().AddDays(60);

        var again = await Sent(
            sam,
            HttpMethod.Put,
            "lin/roles/search/member",
            new { reason = "Goes on", expiresAt = later }
        );

        Role(again, "search", "member").GetProperty("reason").GetString().ShouldBe("Goes on");
        again.GetProperty("formerRoles")[0].GetProperty("reason").GetString().ShouldBe("Helps out");
        var taken = await Sent(sam, HttpMethod.Delete, "lin/roles/search/member");
        taken
            .GetProperty("roles")
            .EnumerateArray()
            .ShouldNotContain(r => r.GetProperty("team").GetString() == "search");
        await Refused(
            sam,
            HttpMethod.Delete,
            "lin/roles/search/member",
            HttpStatusCode.NotFound,
            "isn't member in Search"
        );
    }

    [Theory]
    [InlineData("sam", "sam/roles/search/member", "Somebody else", HttpStatusCode.Conflict)]
    [InlineData("sam", "ada/roles/payments/member", "already, without an end", HttpStatusCode.Conflict)]
    [InlineData(
        "sam",
        "ada/roles/search/platform",
        "Platform is a role of the team platform",
        HttpStatusCode.UnprocessableEntity
    )]
    [InlineData("sam", "nobody/roles/search/member", "nobody with the handle", HttpStatusCode.NotFound)]
    [InlineData("sam", "ada/roles/nowhere/member", "no team nowhere", HttpStatusCode.NotFound)]
    [InlineData("sam", "ada/roles/search/king", "no role king", HttpStatusCode.NotFound)]
    [InlineData("ada", "lin/roles/payments/member", "Only platform engineers", HttpStatusCode.Forbidden)]
    [InlineData("grace", "lin/roles/payments/approver", "Only platform engineers", HttpStatusCode.Forbidden)]
    [InlineData("grace", "lin/roles/search/member", "Only platform engineers", HttpStatusCode.Forbidden)]
    public async Task What_may_not_be_given_is_refused_in_words(
        string who,
        string role,
        string words,
        HttpStatusCode status
    )
    {
        using var client = await web.As(who);

        await Refused(client, HttpMethod.Put, role, status, words, new { reason = "Because of it", expiresAt = Soon });
    }

    [Theory]
    [InlineData("2020-01-01T00:00:00Z", "Because of it", "expiresAt")]
    [InlineData("2040-01-01T00:00:00Z", "Because of it", "expiresAt")]
    [InlineData(null, "a\u0007 bell", "reason")]
    public async Task A_role_without_a_reason_or_an_end_is_refused_beside_the_field(
        string? until,
        string reason,
        string field
    )
    {
        using var sam = await web.As("sam");

        var answer = await Send(
            sam,
            HttpMethod.Put,
            "iris/roles/search/member",
            new { reason, expiresAt = until ?? Soon }
        );

        await FieldRefusal.Names(answer, field);
    }

    [Fact]
    public async Task An_approver_makes_members_and_on_call_of_the_own_team()
    {
        using var grace = await web.As("grace");

        await Sent(
            grace,
            HttpMethod.Put,
            "iris/roles/payments/on-call",
            new { reason = "Weekend shift", expiresAt = Soon }
        );

        await Sent(grace, HttpMethod.Delete, "iris/roles/payments/on-call");
    }

    [Fact]
    public async Task Who_is_disabled_is_out_everywhere_at_once_and_comes_back_without_tokens()
    {
        var token = await web.Token("tess");
        using var sam = await web.As("sam");

        var disabled = await Sent(sam, HttpMethod.Post, "tess/disable", new { reason = "Left the company" });

        disabled.GetProperty("onlyApproverOf").EnumerateArray().Select(t => t.GetString()).ShouldContain("Checkout");
        disabled.GetProperty("workingTokens").GetInt32().ShouldBe(0);
        (await With(token)).ShouldBe(HttpStatusCode.Unauthorized);
        await Refused(
            sam,
            HttpMethod.Post,
            "tess/disable",
            HttpStatusCode.Conflict,
            "disabled already",
            new { reason = "Left again" }
        );
        await Refused(
            sam,
            HttpMethod.Put,
            "tess/roles/search/member",
            HttpStatusCode.Conflict,
            "no use for a role",
            new { reason = "Because of it", expiresAt = Soon }
        );
        await Sent(sam, HttpMethod.Post, "tess/enable");
        (await With(token)).ShouldBe(HttpStatusCode.Unauthorized, "a revoked token stays so");
        (await With(await web.Token("tess"))).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Somebody_is_always_left_who_can_undo_it()
    {
        using var sam = await web.As("sam");

        await Refused(
            sam,
            HttpMethod.Post,
            "sam/disable",
            HttpStatusCode.Conflict,
            "Another platform engineer",
            new { reason = "Bored of it" }
        );
        await Refused(
            sam,
            HttpMethod.Delete,
            "sam/roles/platform/platform",
            HttpStatusCode.Conflict,
            "Another platform engineer"
        );
        using var ada = await web.As("ada");
        await Refused(
            ada,
            HttpMethod.Post,
            "lin/disable",
            HttpStatusCode.Forbidden,
            "Only platform engineers",
            new { reason = "Because of it" }
        );
    }

    [Fact]
    public async Task Who_is_a_platform_engineer_for_a_while_cannot_leave_nobody_behind()
    {
        using var sam = await web.As("sam");
        await Sent(sam, HttpMethod.Put, "lin/roles/platform/platform", new { reason = "For a test", expiresAt = Soon });
        await Sent(sam, HttpMethod.Post, "mina/disable", new { reason = "For a test" });
        using var lin = await web.As("lin");

        await Refused(
            lin,
            HttpMethod.Post,
            "sam/disable",
            HttpStatusCode.Conflict,
            "Nobody would be left",
            new { reason = "For a test" }
        );
        await Refused(
            lin,
            HttpMethod.Delete,
            "sam/roles/platform/platform",
            HttpStatusCode.Conflict,
            "Nobody would be left"
        );

        await Sent(sam, HttpMethod.Post, "mina/enable");
        await Sent(sam, HttpMethod.Delete, "lin/roles/platform/platform");
    }

    [Fact]
    public async Task How_somebody_signs_in_is_for_them_and_platform()
    {
        using var ada = await web.As("ada");
        using var sam = await web.As("sam");

        var seen = await ada.GetFromJsonAsync<JsonElement>("/api/v1/people/omar");

        seen.GetProperty("workingTokens").ValueKind.ShouldBe(JsonValueKind.Null);
        seen.GetProperty("signedInAt").ValueKind.ShouldBe(JsonValueKind.Null);
        (await ada.GetFromJsonAsync<JsonElement>("/api/v1/people/ada"))
            .GetProperty("workingTokens")
            .GetInt32()
            .ShouldBeGreaterThan(0);
        (await sam.GetFromJsonAsync<JsonElement>("/api/v1/people/ada"))
            .GetProperty("workingTokens")
            .GetInt32()
            .ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task A_team_says_how_it_is_reached_and_what_it_owns()
    {
        using var grace = await web.As("grace");

        using var saved = await grace.PutAsJsonAsync(
            "/api/v1/teams/logistics",
            new
            {
                title = "Logistics",
                contact = "#logistics",
                onCall = "https://calls.example.org/logistics",
            }
        );

        saved.StatusCode.ShouldBe(HttpStatusCode.OK, await saved.Content.ReadAsStringAsync());
        var team = await grace.GetFromJsonAsync<JsonElement>("/api/v1/teams/logistics");
        team.GetProperty("contact").GetString().ShouldBe("#logistics");
        team.GetProperty("members")
            .EnumerateArray()
            .Select(m => m.GetProperty("handle").GetString())
            .ShouldContain("lin");
        using var renamed = await grace.PutAsJsonAsync(
            "/api/v1/teams/logistics",
            new
            {
                title = "Platform",
                contact = "",
                onCall = "",
            }
        );
        renamed.StatusCode.ShouldBe(HttpStatusCode.Forbidden, "approvals name a team by its title");
        using var other = await grace.PutAsJsonAsync(
            "/api/v1/teams/search",
            new
            {
                title = "Mine",
                contact = "",
                onCall = "",
            }
        );
        other.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_team_that_was_edited_since_it_was_read_is_not_overwritten()
    {
        using var sam = await web.As("sam");
        using var read = await sam.GetAsync("/api/v1/teams/search");
        var seen = read.Headers.ETag.ShouldNotBeNull().ToString();

        using var first = await Contact(sam, "#search", seen);
        using var late = await Contact(sam, "#find", seen);

        first.StatusCode.ShouldBe(HttpStatusCode.OK, await first.Content.ReadAsStringAsync());
        late.StatusCode.ShouldBe(HttpStatusCode.PreconditionFailed);
        using var now = await sam.GetAsync("/api/v1/teams/search");
        (await now.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("contact").GetString().ShouldBe("#search");
        now.Headers.ETag.ShouldBe(first.Headers.ETag);
        using var next = await Contact(sam, "#find", now.Headers.ETag.ShouldNotBeNull().ToString());
        next.StatusCode.ShouldBe(HttpStatusCode.OK, "it is as it was read");
    }

    private static async Task<HttpResponseMessage> Contact(HttpClient sam, string contact, string seen)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, "/api/v1/teams/search")
        {
            Content = JsonContent.Create(
                new
                {
                    title = "Search",
                    contact,
                    onCall = "",
                }
            ),
            Headers = { { "If-Match", seen } },
        };
        return await sam.SendAsync(request);
    }

    private async Task EndsNow(string handle)
    {
        await using var db = await web.Store.CreateDbContextAsync();
        await db.Database.ExecuteSqlAsync(
            $"""
            update role_grant set given_at = now() - interval '2 days', expires_at = now() - interval '1 second'
            where person_id = (select id from person where handle = {handle});
            update membership set expires_at = now() - interval '1 second'
            where expires_at is not null and person_id = (select id from person where handle = {handle});
            update due set due_at = now() - interval '1 second' where kind = 'role.ends'
            """
        );
    }

    // As the workers do it with each row whose time has come.
    private async Task Swept()
    {
        var handler = new RoleEnd(new RoleExpiry(TimeProvider.System));
        await using var db = await web.Store.CreateDbContextAsync();
        await using var transaction = await db.Database.BeginTransactionAsync();
        var due = await db.Set<Due>()
            .AsNoTracking()
            .SingleAsync(d => d.Kind == PeopleDues.RoleEnds && d.DueAt < TimeProvider.System.GetUtcNow());
        (await handler.Handle(db, due, CancellationToken.None)).ShouldBeTrue();
        await transaction.CommitAsync();
    }

    private async Task<HttpStatusCode> With(string token)
    {
        using var client = web.Stranger();
        client.DefaultRequestHeaders.Authorization = new("Bearer", token);
        using var answer = await client.GetAsync("/api/v1/me");
        return answer.StatusCode;
    }

    private static async Task<IReadOnlyList<string?>> Teams(HttpClient client) =>
        [
            .. (await client.GetFromJsonAsync<JsonElement>("/api/v1/me"))
                .GetProperty("memberships")
                .EnumerateArray()
                .Select(m => m.GetProperty("team").GetString()),
        ];

    private static JsonElement Role(JsonElement person, string team, string role) =>
        person
            .GetProperty("roles")
            .EnumerateArray()
            .Single(r => r.GetProperty("team").GetString() == team && r.GetProperty("role").GetString() == role);

    private static async Task<JsonElement> Sent(HttpClient client, HttpMethod method, string what, object? body = null)
    {
        using var answer = await Send(client, method, what, body);
        answer.IsSuccessStatusCode.ShouldBeTrue($"{what}: {await answer.Content.ReadAsStringAsync()}");
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    private static async Task Refused(
        HttpClient client,
        HttpMethod method,
        string what,
        HttpStatusCode status,
        string words,
        object? body = null
    )
    {
        using var answer = await Send(client, method, what, body);
        var text = await answer.Content.ReadAsStringAsync();
        answer.StatusCode.ShouldBe(status, text);
        text.ShouldContain(words);
    }

    private static Task<HttpResponseMessage> Send(HttpClient client, HttpMethod method, string what, object? body)
    {
        var request = new HttpRequestMessage(method, $"/api/v1/people/{what}");
        request.Content = body is null ? null : JsonContent.Create(body);
        return client.SendAsync(request);
    }
}
