using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Audit;
using Portal.Core.People;

namespace Portal.Tests.Api;

/// <summary>Making, listing and revoking tokens by the API.</summary>
public sealed class TokenManagementTests(TokenWeb web) : IClassFixture<TokenWeb>
{
    [Fact]
    public async Task A_token_is_made_shown_once_and_works_within_its_scopes()
    {
        using var ada = await web.As("ada");

        using var answer = await Make(ada, "dashboard", hours: 24, "read");

        answer.StatusCode.ShouldBe(HttpStatusCode.Created);
        answer.Headers.CacheControl!.NoStore.ShouldBeTrue();
        var made = await answer.Content.ReadFromJsonAsync<JsonElement>();
        var secret = made.GetProperty("secret").GetString()!;
        using var script = With(secret);
        (await script.GetFromJsonAsync<JsonElement>("/api/v1/me")).GetProperty("handle").GetString().ShouldBe("ada");
        using var write = await Make(script, "from a script", hours: 1, "read");
        write.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        var row = (await List(ada, "")).Single(t => t.GetProperty("name").GetString() == "dashboard");
        row.ToString().ShouldNotContain(secret[^40..]);
        row.GetProperty("state").GetString().ShouldBe("active");
        row.GetProperty("lastUsedAt").ValueKind.ShouldBe(JsonValueKind.String);
        (await Audited("dashboard")).ShouldBe(["token.issued"]);
        var words = (await AuditWords("dashboard")).ShouldHaveSingleItem();
        words.ShouldStartWith($"Created token {row.GetProperty("id").GetInt64()} (“dashboard”) of ada with token ");
        words.ShouldContain(", with scopes read, valid until ");
    }

    [Fact]
    public async Task A_token_made_with_a_token_ends_no_later_than_it_and_the_audit_says_which_made_it()
    {
        using var ada = await web.As("ada");
        var maker = (await List(ada, ""))[0];

        using var answer = await Make(ada, "longer than its maker", hours: 48, "read");

        var made = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("token");
        made.GetProperty("expiresAt").GetDateTimeOffset().ShouldBe(maker.GetProperty("expiresAt").GetDateTimeOffset());
        var id = maker.GetProperty("id").GetInt64();
        made.GetProperty("createdWith").EnumerateArray().Select(m => m.GetInt64()).ShouldBe([id]);
        await using var db = await web.Store.CreateDbContextAsync();
        var issued = await db.Set<AuditEvent>().SingleAsync(e => e.Subject == "longer than its maker");
        issued.Words.ShouldContain($"with token {id} (“for a test”)");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_token_ends_with_whichever_it_was_made_with(bool revoked)
    {
        var plain = await web.Token("ada");
        using var ada = With(plain);
        var (first, firstId) = await Made(ada, "the first");
        var (second, _) = await Made(first, "the second");
        using (first)
        using (second)
        {
            (await second.GetAsync("/api/v1/me")).StatusCode.ShouldBe(HttpStatusCode.OK);

            await End(firstId, revoked, ada);

            (await second.GetAsync("/api/v1/me")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
            (await ada.GetAsync("/api/v1/me")).StatusCode.ShouldBe(HttpStatusCode.OK);
        }

        if (revoked)
        {
            (await List(ada, ""))[0].GetProperty("state").GetString().ShouldBe("revoked");
        }
    }

    [Theory]
    [InlineData("", 1, "read", "name")]
    [InlineData("too long a life", 49, "read", "lifetimeHours")]
    [InlineData("no life", 0, "read", "lifetimeHours")]
    [InlineData("forever", int.MaxValue, "read", "lifetimeHours")]
    [InlineData("a king", 1, "everything", "scopes")]
    public async Task What_is_asked_for_wrongly_is_said_beside_its_field(
        string name,
        int hours,
        string scope,
        string field
    )
    {
        using var ada = await web.As("ada");

        using var answer = await Make(ada, name, hours, scope);

        await FieldRefusal.Names(answer, field);
    }

    [Fact]
    public async Task A_repeated_request_leaves_no_token_in_the_store()
    {
        using var ada = await web.As("ada");
        ada.DefaultRequestHeaders.Add("Idempotency-Key", "tokens");

        using var answer = await Make(ada, "twice", hours: 1, "read");

        var secret = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("secret").GetString()!;
        await using var db = await web.Store.CreateDbContextAsync();
        (await db.Set<IdempotencyKey>().CountAsync(k => k.Key == "tokens")).ShouldBe(0);
        var row = await db.Set<ApiToken>().SingleAsync(t => t.Name == "twice");
        row.Hash.ShouldBe(BearerToken.HashOf(secret));
        row.Hash.ShouldNotBe(Encoding.UTF8.GetBytes(secret));
    }

    [Fact]
    public async Task One_sees_and_revokes_ones_own_and_platform_everybodys()
    {
        using var ada = await web.As("ada");
        using var lin = await web.As("lin");
        using var sam = await web.As("sam");
        using var answer = await Make(lin, "lin's own", hours: 1, "read");
        var made = await answer.Content.ReadFromJsonAsync<JsonElement>();
        var id = made.GetProperty("token").GetProperty("id").GetInt64();
        using var script = With(made.GetProperty("secret").GetString()!);

        (await List(ada, "")).ShouldAllBe(t => t.GetProperty("person").GetString() == "ada");
        (await ada.GetAsync("/api/v1/tokens?everybody=true")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await ada.DeleteAsync($"/api/v1/tokens/{id}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await script.GetAsync("/api/v1/me")).StatusCode.ShouldBe(HttpStatusCode.OK);

        (await List(sam, "&everybody=true")).ShouldContain(t => t.GetProperty("id").GetInt64() == id);
        (await sam.DeleteAsync($"/api/v1/tokens/{id}")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await script.GetAsync("/api/v1/me")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await sam.DeleteAsync($"/api/v1/tokens/{id}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await List(lin, ""))
            .Single(t => t.GetProperty("id").GetInt64() == id)
            .GetProperty("state")
            .GetString()
            .ShouldBe("revoked");
        (await Audited("lin's own")).ShouldBe(["token.issued", "token.revoked"]);
        (await AuditWords("lin's own"))[1].ShouldBe($"Revoked token {id} (“lin's own”) of lin.");
    }

    [Fact]
    public async Task A_token_ends_with_its_persons_access()
    {
        using var mina = await web.As("mina");
        using var sam = await web.As("sam");
        using var answer = await Make(mina, "mina's", hours: 1, "read");
        var made = await answer.Content.ReadFromJsonAsync<JsonElement>();
        using var script = With(made.GetProperty("secret").GetString()!);

        await People.Disable(web, "mina");

        (await script.GetAsync("/api/v1/me")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await List(sam, "&everybody=true"))
            .Single(t => t.GetProperty("name").GetString() == "mina's")
            .GetProperty("state")
            .GetString()
            .ShouldBe("person-left");
        await People.Enable(web, "mina");
    }

    [Fact]
    public async Task A_maximum_that_was_lowered_ends_what_was_made_before()
    {
        var plain = await web.Token("ada");
        var hash = BearerToken.HashOf(plain)!;
        var now = TimeProvider.System.GetUtcNow();
        await using var db = await web.Store.CreateDbContextAsync();
        await db.Set<ApiToken>()
            .Where(t => t.Hash == hash)
            .ExecuteUpdateAsync(t =>
                t.SetProperty(x => x.CreatedAt, now.AddDays(-3)).SetProperty(x => x.ExpiresAt, now.AddDays(30))
            );
        var id = await db.Set<ApiToken>().Where(t => t.Hash == hash).Select(t => t.Id).SingleAsync();

        using var old = With(plain);
        using var ada = await web.As("ada");

        (await old.GetAsync("/api/v1/me")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await List(ada, ""))
            .Single(t => t.GetProperty("id").GetInt64() == id)
            .GetProperty("state")
            .GetString()
            .ShouldBe("expired");
    }

    [Fact]
    public async Task Nobody_keeps_more_working_tokens_than_they_can_look_after()
    {
        for (var i = 0; i < TokenManagement.MostThatWork; i++)
        {
            await web.Token("noor");
        }

        using var grace = await web.As("grace");
        using var fine = await Make(grace, "hers", hours: 1, "read");
        using var full = With(await web.Token("noor"));

        using var refused = await Make(full, "one more", hours: 1, "read");

        fine.StatusCode.ShouldBe(HttpStatusCode.Created);
        refused.StatusCode.ShouldBe(HttpStatusCode.Conflict);
    }

    private async Task<(HttpClient Client, long Id)> Made(HttpClient maker, string name)
    {
        using var answer = await Make(maker, name, hours: 1, TokenScopes.All);
        var made = await answer.Content.ReadFromJsonAsync<JsonElement>();
        return (With(made.GetProperty("secret").GetString()!), made.GetProperty("token").GetProperty("id").GetInt64());
    }

    private async Task End(long id, bool revoked, HttpClient by)
    {
        if (revoked)
        {
            (await by.DeleteAsync($"/api/v1/tokens/{id}")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
            return;
        }

        await using var db = await web.Store.CreateDbContextAsync();
        var now = TimeProvider.System.GetUtcNow();
        await db.Set<ApiToken>().Where(t => t.Id == id).ExecuteUpdateAsync(t => t.SetProperty(x => x.ExpiresAt, now));
    }

    private static Task<HttpResponseMessage> Make(HttpClient client, string name, int hours, params string[] scopes) =>
        client.PostAsJsonAsync(
            "/api/v1/tokens",
            new
            {
                name,
                lifetimeHours = hours,
                scopes,
            }
        );

    private static async Task<List<JsonElement>> List(HttpClient client, string more) =>
        [
            .. (await client.GetFromJsonAsync<JsonElement>($"/api/v1/tokens?limit=200{more}"))
                .GetProperty("items")
                .EnumerateArray(),
        ];

    private HttpClient With(string token)
    {
        var client = web.Stranger();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    private async Task<List<string>> Audited(string name)
    {
        await using var db = await web.Store.CreateDbContextAsync();
        return await db.Set<AuditEvent>()
            .Where(e => e.Subject == name)
            .OrderBy(e => e.Id)
            .Select(e => e.Kind)
            .ToListAsync();
    }

    private async Task<List<string>> AuditWords(string name)
    {
        await using var db = await web.Store.CreateDbContextAsync();
        return await db.Set<AuditEvent>()
            .Where(e => e.Subject == name)
            .OrderBy(e => e.Id)
            .Select(e => e.Words)
            .ToListAsync();
    }
}

/// <summary>Tokens live two days at most here.</summary>
public sealed class TokenWeb : PortalWeb
{
    protected override Dictionary<string, string?> Settings =>
        new(StringComparer.Ordinal) { ["Portal:Identity:LongestToken"] = "2.00:00:00" };
}
