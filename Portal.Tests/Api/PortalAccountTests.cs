using System.Collections.Immutable;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Audit;
using Portal.Core.People;
using Portal.Core.People.Accounts;
using Portal.Core.Teams;
using Portal.Tests.Pages;

namespace Portal.Tests.Api;

/// <summary>Portal service accounts by the API: what they may do, who answers for it, and that they are nobody.</summary>
public sealed class PortalAccountTests(WatchedWeb web) : IClassFixture<WatchedWeb>
{
    [Fact]
    public async Task What_an_account_requests_is_shown_as_its_own_and_not_approved_by_who_created_its_token()
    {
        var name = await PortalAccounts.Create(web, PortalAccounts.NewName());
        using var byGrace = await PortalAccounts.As(web, name, "grace");
        using var grace = await web.As("grace");

        var (id, plan, hash) = await PlannedChanges.Waiting(web, byGrace);

        var change = await grace.GetFromJsonAsync<JsonElement>($"/api/v1/changes/{id}");
        change.GetProperty("change").GetProperty("requestedBy").GetString().ShouldBe(name);
        change.GetProperty("timeline")[0].GetProperty("onBehalfOf").GetString().ShouldBe("grace");
        change.GetProperty("approvals")[0].GetRawText().ShouldNotContain("grace");
        using var refused = await Vote(grace, id, plan, hash);
        refused.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await refused.Content.ReadAsStringAsync()).ShouldContain("somebody else has to approve it");

        using var bySam = await PortalAccounts.As(web, name, "sam");
        var (other, otherPlan, otherHash) = await PlannedChanges.Waiting(web, bySam);
        using var approved = await Vote(grace, other, otherPlan, otherHash);
        approved.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task An_account_never_votes_gets_no_role_that_decides_and_creates_no_token()
    {
        var name = await PortalAccounts.Create(web, PortalAccounts.NewName());
        using var account = await PortalAccounts.As(web, name, "sam");
        using var sam = await web.As("sam");
        var (id, plan, hash) = await PlannedChanges.Waiting(web);

        using var vote = await Vote(account, id, plan, hash);
        vote.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await vote.Content.ReadAsStringAsync()).ShouldContain("A Portal service account can't vote");
        foreach (var role in new[] { "payments/approver", "payments/on-call", "platform/platform" })
        {
            await Refused(
                sam,
                HttpMethod.Put,
                $"/{name}/roles/{role}",
                HttpStatusCode.UnprocessableEntity,
                "can be viewer, member or auditor",
                new { reason = "For a test.", expiresAt = TimeProvider.System.GetUtcNow().AddDays(1) }
            );
        }

        using var own = await account.PostAsJsonAsync("/api/v1/tokens", new { name = "more", lifetimeHours = 1 });
        own.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        await Refused(
            account,
            HttpMethod.Post,
            $"/{name}/tokens",
            HttpStatusCode.Forbidden,
            "Only the team's owners",
            new { name = "more", lifetimeHours = 1 }
        );
    }

    [Fact]
    public async Task A_role_for_a_part_of_what_the_team_owns_is_not_given_for_all_of_it()
    {
        var name = await PortalAccounts.Create(web, PortalAccounts.NewName());
        using var sam = await web.As("sam");
        var before = await Roles();

        await Refused(
            sam,
            HttpMethod.Put,
            $"/{name}/roles/payments/member",
            HttpStatusCode.Conflict,
            "role counts for all that the team owns",
            new
            {
                reason = "Deploys to dev",
                expiresAt = TimeProvider.System.GetUtcNow().AddDays(1),
                only = new { environment = "dev" },
            }
        );

        (await Roles()).ShouldBe(before);

        async Task<string> Roles() =>
            (await PortalAccounts.Sent(sam, HttpMethod.Get, $"/{name}"))
                .GetProperty("account")
                .GetProperty("roles")
                .GetRawText();
    }

    [Fact]
    public async Task Nobody_gets_by_an_account_what_they_could_not_give()
    {
        var name = await PortalAccounts.Create(web, PortalAccounts.NewName());
        using var sam = await web.As("sam");
        using var grace = await web.As("grace");
        await PortalAccounts.Sent(
            sam,
            HttpMethod.Put,
            $"/{name}/roles/payments/auditor",
            new { reason = "Copies the audit log", expiresAt = TimeProvider.System.GetUtcNow().AddDays(1) }
        );
        var token = new { name = "workflow", lifetimeHours = 1 };

        await Refused(
            grace,
            HttpMethod.Post,
            $"/{name}/tokens",
            HttpStatusCode.Forbidden,
            "Only those who may give that role",
            token
        );

        var made = await PortalAccounts.Sent(sam, HttpMethod.Post, $"/{name}/tokens", token);
        var id = made.GetProperty("token").GetProperty("id").GetInt64();
        await Refused(
            grace,
            HttpMethod.Post,
            $"/{name}/tokens/{id}/rotate",
            HttpStatusCode.Forbidden,
            "Only those who may give that role",
            new { overlapHours = 1 }
        );
    }

    [Fact]
    public async Task A_role_is_not_given_while_somebody_who_could_not_give_it_has_let_something_act_as_the_account()
    {
        var name = await PortalAccounts.Create(web, PortalAccounts.NewName());
        await PortalAccounts.Token(web, name, "grace");
        using var sam = await web.As("sam");
        var now = TimeProvider.System.GetUtcNow();
        var wish = new { reason = "Copies the audit log", expiresAt = now.AddDays(1) };
        var auditor = $"/{name}/roles/payments/auditor";

        await Refused(sam, HttpMethod.Put, auditor, HttpStatusCode.Conflict, "by grace, who", wish);
        // This one she could give.
        await PortalAccounts.Sent(sam, HttpMethod.Put, $"/{name}/roles/logistics/member", wish);
        var token = await TokenOf(sam, name);
        await PortalAccounts.Sent(sam, HttpMethod.Post, $"/{name}/tokens/{token}/rotate", new { overlapHours = 0 });

        await using var db = await web.Store.CreateDbContextAsync();
        var rule = new WorkloadRule
        {
            AccountId = (await db.Set<Person>().SingleAsync(p => p.Handle == name)).Id,
            Issuer = "ci",
            Claims = ImmutableSortedDictionary<string, string>.Empty.Add("repository_id", "4711"),
            Scopes = ["read"],
            Lifetime = TimeSpan.FromMinutes(15),
            CreatedBy = "grace",
            CreatedAt = now,
            ExpiresAt = now.AddDays(1),
        };
        db.Add(rule);
        await db.SaveChangesAsync();
        await Refused(sam, HttpMethod.Put, auditor, HttpStatusCode.Conflict, "by grace, who", wish);
        await PortalAccounts.Sent(sam, HttpMethod.Delete, $"/{name}/workloads/{rule.Id}");
        await LetAlsoBy(["grace"]);
        await Refused(sam, HttpMethod.Put, auditor, HttpStatusCode.Conflict, "by grace, who", wish);
        await LetAlsoBy([]);

        await PortalAccounts.Sent(sam, HttpMethod.Put, auditor, wish);

        Task<int> LetAlsoBy(string[] handles) =>
            db.Set<ApiToken>()
                .Where(t => t.PersonId == rule.AccountId)
                .ExecuteUpdateAsync(set => set.SetProperty(t => t.CoAuthors, handles));
    }

    [Fact]
    public async Task An_account_ends_none_of_its_tokens()
    {
        var name = await PortalAccounts.Create(web, PortalAccounts.NewName());
        using var account = await PortalAccounts.As(web, name, "sam");
        var tokens = (await PortalAccounts.Sent(account, HttpMethod.Get, $"/{name}")).GetProperty("tokens");

        using var answer = await account.DeleteAsync($"/api/v1/tokens/{tokens[0].GetProperty("id").GetInt64()}");

        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden, await answer.Content.ReadAsStringAsync());
        (await account.GetAsync("/api/v1/me")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task An_account_is_nobody_among_people()
    {
        var name = await PortalAccounts.Create(web, PortalAccounts.NewName());
        using var sam = await web.As("sam");

        foreach (var list in new[] { "people", "teams", "teams/payments" })
        {
            (await sam.GetStringAsync($"/api/v1/{list}")).ShouldNotContain(name);
        }

        foreach (
            var (method, path) in new[]
            {
                (HttpMethod.Get, ""),
                (HttpMethod.Post, "/enable"),
                (HttpMethod.Put, "/roles/payments/on-call"),
            }
        )
        {
            using var request = new HttpRequestMessage(method, $"/api/v1/people/{name}{path}");
            request.Content =
                method != HttpMethod.Put
                    ? null
                    : JsonContent.Create(
                        new { reason = "For a test.", expiresAt = TimeProvider.System.GetUtcNow().AddDays(1) }
                    );
            using var answer = await sam.SendAsync(request);
            answer.StatusCode.ShouldBe(HttpStatusCode.NotFound, path);
        }

        await using var db = await web.Store.CreateDbContextAsync();
        var shown = await db.Set<Person>().SingleAsync(p => p.Handle == name);
        (shown.IsSeeded, shown.Name).ShouldBe((false, $"{name} (service account of Payments)"));
        using var stranger = web.Stranger();
        (await stranger.GetStringAsync("/sign-in")).ShouldNotContain(name);
    }

    [Fact]
    public async Task A_disabled_account_is_refused_with_words_and_works_again_once_enabled()
    {
        var name = await PortalAccounts.Create(web, PortalAccounts.NewName());
        using var account = await PortalAccounts.As(web, name, "grace");
        using var grace = await web.As("grace");

        await PortalAccounts.Sent(grace, HttpMethod.Post, $"/{name}/disable", new { reason = "Leaked in a log" });

        using var refused = await account.GetAsync("/api/v1/me");
        refused.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await refused.Content.ReadAsStringAsync()).ShouldContain("Portal service account of this token is disabled");
        await Refused(
            grace,
            HttpMethod.Post,
            $"/{name}/tokens",
            HttpStatusCode.Conflict,
            "Enable it first",
            new { name = "ci", lifetimeHours = 1 }
        );

        await PortalAccounts.Sent(grace, HttpMethod.Post, $"/{name}/enable");

        using var again = await account.GetAsync("/api/v1/me");
        again.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_removed_account_has_no_token_and_no_role_and_its_name_stays_taken()
    {
        var name = await PortalAccounts.Create(web, PortalAccounts.NewName());
        using var account = await PortalAccounts.As(web, name, "grace");
        using var grace = await web.As("grace");

        await PortalAccounts.Sent(grace, HttpMethod.Delete, $"/{name}");

        using var refused = await account.GetAsync("/api/v1/me");
        refused.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        var left = await PortalAccounts.Sent(grace, HttpMethod.Get, $"/{name}");
        left.GetProperty("account").GetProperty("state").GetString().ShouldBe("removed");
        left.GetProperty("account").GetProperty("roles").GetArrayLength().ShouldBe(0);
        left.GetProperty("formerRoles")[0].GetProperty("endedBy").GetString().ShouldBe("grace");
        await Refused(grace, HttpMethod.Post, $"/{name}/enable", HttpStatusCode.NotFound, "There is no Portal service");
        await Refused(
            grace,
            HttpMethod.Post,
            "",
            HttpStatusCode.UnprocessableEntity,
            "is taken",
            new
            {
                name,
                team = "payments",
                description = "Again",
            }
        );
        (await PortalAccounts.Sent(grace, HttpMethod.Get, "?limit=200")).GetRawText().ShouldNotContain($"\"{name}\"");
        (await PortalAccounts.Sent(grace, HttpMethod.Get, "?state=removed&limit=200"))
            .GetRawText()
            .ShouldContain($"\"{name}\"");
    }

    [Theory]
    [InlineData("ada", "payments", "Deploys", "name", "is taken")]
    [InlineData("clock", "payments", "Deploys", "name", "is taken")]
    [InlineData("", "payments", "Deploys", "name", "")]
    [InlineData("   ", "payments", "Deploys", "name", "lowercase letters")]
    [InlineData("Checkout", "payments", "Deploys", "name", "lowercase letters")]
    [InlineData("zahlungs-prüfer", "payments", "Deploys", "name", "lowercase letters")]
    [InlineData("9ci", "payments", "Deploys", "name", "lowercase letters")]
    [InlineData("ci/../x", "payments", "Deploys", "name", "lowercase letters")]
    [InlineData("odd-ci", "nowhere", "Deploys", "team", "no team nowhere")]
    [InlineData("odd-ci", "payments", "  ", "description", "Describe what uses it")]
    [InlineData("odd-ci", "payments", "a\u0007 bell", "description", "Describe what uses it")]
    public async Task An_account_that_is_no_good_is_refused_beside_the_field(
        string name,
        string team,
        string description,
        string field,
        string words
    )
    {
        using var sam = await web.As("sam");

        var text = await Refused(
            sam,
            HttpMethod.Post,
            "",
            HttpStatusCode.UnprocessableEntity,
            words,
            new
            {
                name,
                team,
                description,
            }
        );

        JsonDocument.Parse(text).RootElement.GetProperty("errors").TryGetProperty(field, out _).ShouldBeTrue(text);
    }

    [Fact]
    public async Task A_name_of_300_characters_and_a_description_of_as_many_are_refused()
    {
        using var sam = await web.As("sam");
        foreach (var (name, description) in new[] { (new string('a', 300), "x"), ("long-ci", new string('x', 300)) })
        {
            await Refused(
                sam,
                HttpMethod.Post,
                "",
                HttpStatusCode.UnprocessableEntity,
                "",
                new
                {
                    name,
                    team = "payments",
                    description,
                }
            );
        }
    }

    [Fact]
    public async Task A_team_that_is_renamed_is_shown_with_its_accounts()
    {
        using var sam = await web.As("sam");
        await PortalAccounts.Sent(
            sam,
            HttpMethod.Post,
            "",
            new
            {
                name = "renamed-ci",
                team = "search",
                description = "Indexes",
            }
        );
        using var renamed = await sam.PutAsJsonAsync(
            "/api/v1/teams/search",
            new
            {
                title = "Finding",
                contact = "",
                onCall = "",
            }
        );
        renamed.EnsureSuccessStatusCode();
        using var account = await PortalAccounts.As(web, "renamed-ci", "sam");

        (await account.GetFromJsonAsync<JsonElement>("/api/v1/me"))
            .GetProperty("name")
            .GetString()
            .ShouldBe("renamed-ci (service account of Finding)");
    }

    [Fact]
    public async Task Every_act_on_an_account_is_in_the_audit_log()
    {
        var name = await PortalAccounts.Create(web, PortalAccounts.NewName());
        await PortalAccounts.Token(web, name, "grace");
        using var grace = await web.As("grace");
        var token = await TokenOf(grace, name);
        await PortalAccounts.Sent(grace, HttpMethod.Put, $"/{name}", new { description = "Deploys twice a day" });
        await PortalAccounts.Sent(grace, HttpMethod.Post, $"/{name}/tokens/{token}/rotate", new { });
        await PortalAccounts.Sent(grace, HttpMethod.Delete, $"/{name}/tokens/{token}");
        await PortalAccounts.Sent(grace, HttpMethod.Post, $"/{name}/disable", new { reason = "For a test." });
        await PortalAccounts.Sent(grace, HttpMethod.Post, $"/{name}/enable");
        await PortalAccounts.Sent(grace, HttpMethod.Delete, $"/{name}");

        await using var db = await web.Store.CreateDbContextAsync();
        (
            await db.Set<AuditEvent>()
                .Where(e => e.Subject == name)
                .OrderBy(e => e.Id)
                .Select(e => e.Kind)
                .ToListAsync()
        ).ShouldBe([
            "account.created",
            "role.given",
            "account.token-created",
            "account.edited",
            "account.token-rotated",
            "account.token-revoked",
            "account.disabled",
            "account.enabled",
            "account.removed",
        ]);
    }

    [Fact]
    public async Task Who_is_not_of_the_team_sees_the_account_and_not_its_tokens()
    {
        var name = await PortalAccounts.Create(web, PortalAccounts.NewName());
        await PortalAccounts.Token(web, name, "grace");
        using var lin = await web.As("lin");
        using var ada = await web.As("ada");

        var others = await PortalAccounts.Sent(lin, HttpMethod.Get, $"/{name}");
        var own = await PortalAccounts.Sent(ada, HttpMethod.Get, $"/{name}");

        others.GetProperty("tokens").ValueKind.ShouldBe(JsonValueKind.Null);
        others.GetProperty("account").GetProperty("workingTokens").ValueKind.ShouldBe(JsonValueKind.Null);
        own.GetProperty("tokens").GetArrayLength().ShouldBe(1);
        own.GetProperty("account").GetProperty("workingTokens").GetInt32().ShouldBe(1);
    }

    private static async Task<long> TokenOf(HttpClient client, string account) =>
        (await PortalAccounts.Sent(client, HttpMethod.Get, $"/{account}"))
            .GetProperty("tokens")[0]
            .GetProperty("id")
            .GetInt64();

    private static Task<HttpResponseMessage> Vote(HttpClient client, long id, int plan, string hash) =>
        client.PostAsJsonAsync(
            $"/api/v1/changes/{id}/votes",
            new
            {
                planNumber = plan,
                planHash = hash,
                verdict = "approve",
            }
        );

    private static async Task<string> Refused(
        HttpClient client,
        HttpMethod method,
        string what,
        HttpStatusCode status,
        string words,
        object? body = null
    )
    {
        using var answer = await PortalAccounts.Send(client, method, what, body);
        var text = await answer.Content.ReadAsStringAsync();
        answer.StatusCode.ShouldBe(status, text);
        text.ShouldContain(words);
        return text;
    }
}
