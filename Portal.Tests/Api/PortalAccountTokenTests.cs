using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Portal.Core.People;

namespace Portal.Tests.Api;

/// <summary>Tokens of Portal service accounts: rotated with an overlap, used from somewhere, revoked at once.</summary>
public sealed class PortalAccountTokenTests(PortalWeb web) : IClassFixture<PortalWeb>
{
    [Fact]
    public async Task A_rotated_token_goes_on_for_the_overlap_and_ends_by_itself()
    {
        var name = await PortalAccounts.Create(web, PortalAccounts.NewName());
        var old = await PortalAccounts.Token(web, name, "grace");
        using var grace = await web.As("grace");
        var (id, _) = await Newest(grace, name);

        var rotated = await PortalAccounts.Sent(
            grace,
            HttpMethod.Post,
            $"/{name}/tokens/{id}/rotate",
            new { overlapHours = 1, lifetimeHours = 2 }
        );

        var fresh = rotated.GetProperty("secret").GetString()!;
        (await Status(old)).ShouldBe(HttpStatusCode.OK);
        (await Status(fresh)).ShouldBe(HttpStatusCode.OK);
        var tokens = (await PortalAccounts.Sent(grace, HttpMethod.Get, $"/{name}")).GetProperty("tokens");
        tokens[1].GetProperty("rotatedTo").GetInt64().ShouldBe(tokens[0].GetProperty("id").GetInt64());
        (tokens[1].GetProperty("expiresAt").GetDateTimeOffset() - TimeProvider.System.GetUtcNow()).ShouldBeInRange(
            TimeSpan.FromMinutes(50),
            TimeSpan.FromMinutes(60)
        );
        await Ends(id);
        (await Status(old)).ShouldBe(HttpStatusCode.Unauthorized);
        (await Status(fresh)).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Without_an_overlap_the_old_token_ends_at_once()
    {
        var name = await PortalAccounts.Create(web, PortalAccounts.NewName());
        var old = await PortalAccounts.Token(web, name, "grace");
        using var grace = await web.As("grace");
        var (id, _) = await Newest(grace, name);

        await PortalAccounts.Sent(grace, HttpMethod.Post, $"/{name}/tokens/{id}/rotate", new { overlapHours = 0 });

        (await Status(old)).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Of_two_who_rotate_a_token_at_once_one_is_refused_with_the_others()
    {
        var name = await PortalAccounts.Create(web, PortalAccounts.NewName());
        await PortalAccounts.Token(web, name, "grace");
        using var grace = await web.As("grace");
        using var sam = await web.As("sam");
        var (id, _) = await Newest(grace, name);

        var answers = await Task.WhenAll(
            new[] { grace, sam }.Select(client =>
                PortalAccounts.Send(client, HttpMethod.Post, $"/{name}/tokens/{id}/rotate", new { })
            )
        );

        answers
            .Select(answer => answer.StatusCode)
            .ShouldBe([HttpStatusCode.Created, HttpStatusCode.Conflict], ignoreOrder: true);
        var words = await answers.Single(a => a.StatusCode == HttpStatusCode.Conflict).Content.ReadAsStringAsync();
        words.ShouldContain($"Token {id} was rotated to token");
        (await PortalAccounts.Sent(grace, HttpMethod.Get, $"/{name}"))
            .GetProperty("tokens")
            .GetArrayLength()
            .ShouldBe(2);
    }

    [Fact]
    public async Task A_token_is_rotated_again_once_the_one_in_its_place_is_revoked()
    {
        var name = await PortalAccounts.Create(web, PortalAccounts.NewName());
        await PortalAccounts.Token(web, name, "grace");
        using var grace = await web.As("grace");
        var (id, _) = await Newest(grace, name);
        var rotate = $"/{name}/tokens/{id}/rotate";
        using var sam = await web.As("sam");
        await PortalAccounts.Sent(sam, HttpMethod.Post, rotate, new { overlapHours = 24 });
        var (next, _) = await Newest(grace, name);

        await PortalAccounts.Sent(grace, HttpMethod.Delete, $"/{name}/tokens/{next}");

        await PortalAccounts.Sent(sam, HttpMethod.Post, rotate, new { overlapHours = 24 });
    }

    [Fact]
    public async Task A_rotation_whose_new_token_would_end_before_the_old_one_is_refused_and_changes_nothing()
    {
        var name = await PortalAccounts.Create(web, PortalAccounts.NewName());
        using var earlier = await web.As("grace");
        var old = await PortalAccounts.Token(web, name, "grace");
        var (id, row) = await Newest(earlier, name);

        // What it creates ends with the token that the request comes with.
        using var answer = await PortalAccounts.Send(
            earlier,
            HttpMethod.Post,
            $"/{name}/tokens/{id}/rotate",
            new { overlapHours = 24 }
        );

        answer.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("before the old one");
        (await Status(old)).ShouldBe(HttpStatusCode.OK);
        (await Newest(earlier, name)).Row.GetRawText().ShouldContain(row.GetProperty("expiresAt").GetString()!);
    }

    [Theory]
    [InlineData(-1, 24, "overlapHours")]
    [InlineData(169, 24, "overlapHours")]
    [InlineData(24, 0, "lifetimeHours")]
    [InlineData(24, -5, "lifetimeHours")]
    [InlineData(24, 100_000, "lifetimeHours")]
    public async Task A_rotation_beyond_its_limits_is_refused_beside_the_field(int overlap, int lifetime, string field)
    {
        var name = await PortalAccounts.Create(web, PortalAccounts.NewName());
        await PortalAccounts.Token(web, name, "grace");
        using var grace = await web.As("grace");
        var (id, _) = await Newest(grace, name);

        using var answer = await PortalAccounts.Send(
            grace,
            HttpMethod.Post,
            $"/{name}/tokens/{id}/rotate",
            new { overlapHours = overlap, lifetimeHours = lifetime }
        );

        await FieldRefusal.Names(answer, field);
    }

    [Fact]
    public async Task A_token_says_from_where_it_was_used_and_is_refused_at_once_wherever_it_was_revoked()
    {
        var name = await PortalAccounts.Create(web, PortalAccounts.NewName());
        var token = await PortalAccounts.Token(web, name, "grace");
        using var grace = await web.As("grace");
        (await Status(token)).ShouldBe(HttpStatusCode.OK);

        var (id, row) = await Newest(grace, name);
        row.GetProperty("lastUsedFrom").GetString().ShouldBe("127.0.0.1");
        row.GetProperty("createdBy").GetString().ShouldBe("grace");
        // As another process of the portal does it: this one isn't notified.
        await using var db = await web.Store.CreateDbContextAsync();
        await db.Set<ApiToken>()
            .Where(t => t.Id == id)
            .ExecuteUpdateAsync(set => set.SetProperty(t => t.RevokedAt, TimeProvider.System.GetUtcNow()));
        (await Status(token)).ShouldBe(HttpStatusCode.Unauthorized);

        var second = await PortalAccounts.Token(web, name, "grace");
        var (secondId, _) = await Newest(grace, name);
        await PortalAccounts.Sent(grace, HttpMethod.Delete, $"/{name}/tokens/{secondId}");
        (await Status(second)).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_token_that_may_only_read_changes_nothing()
    {
        var name = await PortalAccounts.Create(web, PortalAccounts.NewName());
        using var account = await PortalAccounts.As(web, name, "grace", "read");

        using var answer = await account.PostAsJsonAsync("/api/v1/changes", new { owner = "payments" });

        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("changing needs write");
    }

    [Fact]
    public async Task A_token_created_with_a_token_ends_with_it()
    {
        var name = await PortalAccounts.Create(web, PortalAccounts.NewName());
        var token = await PortalAccounts.Token(web, name, "grace");
        using var grace = await web.As("grace");
        var (_, row) = await Newest(grace, name);
        var with = row.GetProperty("createdWith")[0].GetInt64();

        await Ends(with);

        (await Status(token)).ShouldBe(HttpStatusCode.Unauthorized);
    }

    private static async Task<(long Id, JsonElement Row)> Newest(HttpClient client, string account)
    {
        var row = (await PortalAccounts.Sent(client, HttpMethod.Get, $"/{account}")).GetProperty("tokens")[0];
        return (row.GetProperty("id").GetInt64(), row);
    }

    private async Task<HttpStatusCode> Status(string token)
    {
        using var client = PortalAccounts.With(web, token);
        using var answer = await client.GetAsync("/api/v1/me");
        return answer.StatusCode;
    }

    private async Task Ends(long token)
    {
        await using var db = await web.Store.CreateDbContextAsync();
        await db.Set<ApiToken>()
            .Where(t => t.Id == token)
            .ExecuteUpdateAsync(set => set.SetProperty(t => t.ExpiresAt, TimeProvider.System.GetUtcNow()));
    }
}
