using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Portal.Core.People;

namespace Portal.Tests.Api;

public sealed class TokenTests(PortalWeb web) : IClassFixture<PortalWeb>
{
    [Fact]
    public async Task A_token_stands_for_its_person()
    {
        using var ada = await web.As("ada");

        var me = await ada.GetFromJsonAsync<JsonElement>("/api/v1/me");

        me.GetProperty("handle").GetString().ShouldBe("ada");
        me.GetProperty("memberships")[0].GetProperty("team").GetString().ShouldBe("payments");
    }

    [Fact]
    public async Task The_store_keeps_a_hash_and_never_the_token()
    {
        var plain = await web.Token("ada");

        await using var db = await web.Store.CreateDbContextAsync();
        var row = await db.Set<ApiToken>().OrderByDescending(t => t.Id).FirstAsync();
        row.Hash.ShouldBe(BearerToken.HashOf(plain));
        JsonSerializer.Serialize(row).ShouldNotContain(plain[^40..]);
    }

    [Fact]
    public async Task A_mistyped_token_is_known_as_one_without_asking_the_store()
    {
        var plain = await web.Token("ada");
        var mistyped = plain[..^1] + (plain[^1] == '0' ? '1' : '0');

        BearerToken.HashOf(plain).ShouldNotBeNull();
        BearerToken.HashOf(mistyped).ShouldBeNull();
        (await Answer(mistyped)).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_revoked_token_is_refused_at_once()
    {
        var plain = await web.Token("ada");
        using var ada = With(plain);
        var mine = await ada.GetFromJsonAsync<JsonElement>("/api/v1/tokens");
        var id = mine.GetProperty("items")[0].GetProperty("id").GetInt64();

        using var revoked = await ada.DeleteAsync($"/api/v1/tokens/{id}");

        revoked.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await Answer(plain)).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task An_expired_token_is_refused()
    {
        var plain = await web.Token("ada");
        var hash = BearerToken.HashOf(plain)!;
        await using var db = await web.Store.CreateDbContextAsync();
        await db.Set<ApiToken>()
            .Where(t => t.Hash == hash)
            .ExecuteUpdateAsync(t => t.SetProperty(x => x.ExpiresAt, TimeProvider.System.GetUtcNow()));

        (await Answer(plain)).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_disabled_persons_token_is_refused()
    {
        var plain = await web.Token("mina");
        await People.Disable(web, "mina");

        (await Answer(plain)).ShouldBe(HttpStatusCode.Unauthorized);
        await People.Enable(web, "mina");
    }

    [Fact]
    public async Task A_token_that_may_only_read_changes_nothing()
    {
        using var reader = await web.As("sam", TokenScopes.Read);

        using var answer = await reader.PostAsJsonAsync(
            "/api/v1/changes",
            new { owner = "payments", resources = Array.Empty<int>() }
        );

        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("write");
    }

    private async Task<HttpStatusCode> Answer(string token)
    {
        using var client = With(token);
        using var answer = await client.GetAsync("/api/v1/me");
        return answer.StatusCode;
    }

    private HttpClient With(string token)
    {
        var client = web.Stranger();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }
}
