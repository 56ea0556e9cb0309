using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Portal.Core.Audit;
using Portal.Core.Store;
using Portal.Tests.Kit;
using Portal.Workers.Calendar;

namespace Portal.Tests.Api;

public sealed class AuditApiTests(PortalWeb web) : IClassFixture<PortalWeb>
{
    [Theory]
    [InlineData("/api/v1/audit")]
    [InlineData("/api/v1/audit/verification")]
    public async Task Only_auditors_and_platform_read_it(string path)
    {
        using var ada = await web.As("ada");
        using var refused = await ada.GetAsync(path);
        refused.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await refused.Content.ReadFromJsonAsync<JsonElement>())
            .GetProperty("detail")
            .GetString()!
            .ShouldContain("auditors");

        using var sam = await web.As("sam");
        using var read = await sam.GetAsync(path);
        read.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task It_is_paged_by_key_newest_first_and_narrowed_by_actor_and_time()
    {
        using var sam = await web.As("sam");
        var since = await Note("grace", 5);

        var seen = new List<long>();
        string? after = null;
        do
        {
            var from = Uri.EscapeDataString($"{since:O}");
            var page = await sam.GetFromJsonAsync<JsonElement>(
                $"/api/v1/audit?actor=grace&from={from}&limit=2{(after is null ? "" : $"&after={after}")}"
            );
            seen.AddRange(page.GetProperty("items").EnumerateArray().Select(e => e.GetProperty("id").GetInt64()));
            after = page.GetProperty("next").GetString();
        } while (after is not null);

        seen.Count.ShouldBe(5);
        seen.ShouldBe(seen.Distinct().OrderDescending());
        var before = await sam.GetFromJsonAsync<JsonElement>(
            $"/api/v1/audit?actor=grace&to={Uri.EscapeDataString($"{since:O}")}"
        );
        before.GetProperty("items").GetArrayLength().ShouldBe(0);
        var ofNothing = await sam.GetFromJsonAsync<JsonElement>("/api/v1/audit?change=4711");
        ofNothing.GetProperty("items").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task Walking_all_pages_shows_each_entry_once_while_new_ones_come()
    {
        await Note("walker", 7);
        using var sam = await web.As("sam");
        var all = (await Ids(sam, "limit=200")).Ids;
        var seen = new List<long>();

        for (string? query = "limit=3"; query is not null; )
        {
            var (ids, next) = await Ids(sam, query);
            seen.AddRange(ids);
            await Note("walker", 2);
            query = next is null ? null : $"limit=3&after={next}";
        }

        all.Count.ShouldBeGreaterThan(6);
        seen.ShouldBe(all, "what came while walking is newer than the first page, and shifts nothing");
        (await Ids(sam, "actor=walker&limit=200")).Ids.Count.ShouldBeGreaterThan(7 + 2);
    }

    [Fact]
    public async Task An_event_that_is_committed_after_later_ones_comes_after_what_was_read_in_the_sealed_order()
    {
        using var sam = await web.As("sam");
        await using var slow = await web.Store.CreateDbContextAsync();
        await using var transaction = await slow.Database.BeginTransactionAsync();
        var late = Noted("slow", TimeProvider.System.GetUtcNow());
        slow.Add(late);
        await slow.SaveChangesAsync();
        await Note("quick", 3);
        await Seal();

        var first = await SealedAfter(sam, 0);
        await transaction.CommitAsync();
        await Seal();
        var rest = await SealedAfter(sam, first[^1].Number);

        first.Select(e => e.Number).ShouldBe(Enumerable.Range(1, first.Count).Select(n => (long)n));
        first.ShouldContain(e => e.Id > late.Id);
        first.ShouldNotContain(e => e.Id == late.Id);
        rest.ShouldBe([(late.Id, first.Count + 1L)]);
    }

    [Fact]
    public async Task What_is_done_with_a_token_is_recorded_and_sealed_with_the_token_s_number()
    {
        using var ada = await web.As("ada");
        var tokens = await ada.GetFromJsonAsync<JsonElement>("/api/v1/tokens");
        var token = tokens.GetProperty("items")[0].GetProperty("id").GetInt64();
        using var created = await ada.PostAsJsonAsync(
            "/api/v1/tokens",
            new
            {
                name = "of a token",
                lifetimeHours = 1,
                scopes = new[] { "read" },
            }
        );
        created.EnsureSuccessStatusCode();
        await using (var db = await web.Store.CreateDbContextAsync())
        {
            db.Add(
                new AuditEvent
                {
                    At = TimeProvider.System.GetUtcNow(),
                    Data = """{"verdict": "approve", "comment": "Schön"}""",
                    Actor = new("ada", Core.Teams.ActorVia.Token) { Token = token },
                    Kind = "test.noted",
                    Subject = "with data",
                    Words = "Noted.",
                }
            );
            await db.SaveChangesAsync();
        }

        await Seal();

        using var sam = await web.As("sam");
        var log = await sam.GetFromJsonAsync<JsonElement>("/api/v1/audit?actor=ada");
        Of("of a token").GetProperty("token").GetInt64().ShouldBe(token);
        Of("with data").GetProperty("token").GetInt64().ShouldBe(token);
        Of("with data").GetProperty("verdict").GetString().ShouldBe("approve");
        Of("with data").GetProperty("comment").GetString().ShouldBe("Schön");
        (await sam.GetFromJsonAsync<JsonElement>("/api/v1/audit/verification"))
            .GetProperty("holds")
            .GetBoolean()
            .ShouldBeTrue();

        JsonElement Of(string subject) =>
            log.GetProperty("items")
                .EnumerateArray()
                .Single(e => e.GetProperty("subject").GetString() == subject)
                .GetProperty("data");
    }

    [Theory]
    [InlineData("from=2026-11-01T00:00:00Z")]
    [InlineData("to=2026-11-01T00:00:00Z")]
    [InlineData("after=1")]
    [InlineData("actor=ada")]
    [InlineData("change=1")]
    public async Task The_sealed_order_is_read_whole(string narrowed)
    {
        using var sam = await web.As("sam");

        using var refused = await sam.GetAsync($"/api/v1/audit?sealedAfter=0&{narrowed}");

        refused.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await refused.Content.ReadFromJsonAsync<JsonElement>())
            .GetProperty("detail")
            .GetString()!
            .ShouldContain("Leave out change, actor, from, to and after.");
    }

    private async Task Seal()
    {
        var sealer = new AuditSealer(
            web.Store,
            new MemoryHeads(),
            TimeProvider.System,
            NullLogger<AuditSealer>.Instance
        );
        while (await sealer.Seal(CancellationToken.None) > 0) { }
    }

    /// <summary>All there is behind that number, a page at a time.</summary>
    private static async Task<List<(long Id, long Number)>> SealedAfter(HttpClient client, long number)
    {
        var read = new List<(long, long)>();
        for (string? next = $"{number}"; next is not null; )
        {
            var page = await client.GetFromJsonAsync<JsonElement>($"/api/v1/audit?sealedAfter={next}&limit=20");
            read.AddRange(
                page.GetProperty("items")
                    .EnumerateArray()
                    .Select(e => (e.GetProperty("id").GetInt64(), e.GetProperty("number").GetInt64()))
            );
            next = page.GetProperty("next").GetString();
        }

        return read;
    }

    private static async Task<(List<long> Ids, string? Next)> Ids(HttpClient client, string query)
    {
        var page = await client.GetFromJsonAsync<JsonElement>($"/api/v1/audit?{query}");
        return (
            [.. page.GetProperty("items").EnumerateArray().Select(e => e.GetProperty("id").GetInt64())],
            page.GetProperty("next").GetString()
        );
    }

    /// <returns>When the first was.</returns>
    private async Task<DateTimeOffset> Note(string actor, int times)
    {
        var now = TimeProvider.System.GetUtcNow();
        await using var db = await web.Store.CreateDbContextAsync();
        for (var i = 0; i < times; i++)
        {
            db.Add(Noted(actor, now.AddSeconds(i)));
        }

        await db.SaveChangesAsync();
        return now.AddMilliseconds(-1);
    }

    private static AuditEvent Noted(string actor, DateTimeOffset at) =>
        new()
        {
            At = at,
            Actor = new(actor, Core.Teams.ActorVia.Page),
            Kind = "test.noted",
            Words = "Noted.",
        };
}
