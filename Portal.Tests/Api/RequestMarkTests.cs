using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.People;
using Portal.Tests.Kit;
using Portal.Tests.Pages;
using Portal.Web.Api.Limits;

namespace Portal.Tests.Api;

/// <summary>What is stored of a request that came with a key.</summary>
public sealed class RequestMarkTests(WatchedWeb web) : IClassFixture<WatchedWeb>
{
    private const string Body = """{"team":"payments","value":"hunter2"}""";

    [Fact]
    public async Task A_secret_can_not_be_tried_against_what_is_stored_of_its_request()
    {
        using var ada = await web.As("ada");
        using var answer = await Send(ada, "/api/v1/job-secrets", Body, "marked");
        await using var db = await web.Store.CreateDbContextAsync();

        var kept = await db
            .Database.SqlQuery<byte[]>($"select request as \"Value\" from idempotency_key where key = 'marked'")
            .ToListAsync();

        kept.ShouldAllBe(mark => !Bare().SequenceEqual(mark));
        kept.Count.ShouldBe(1, $"{answer.StatusCode}");
    }

    [Fact]
    public async Task Another_process_with_the_same_keys_knows_the_request_again()
    {
        var keys = new EphemeralDataProtectionProvider();

        var first = await Mark(keys, Body, 7);

        (await Mark(keys, Body, 7)).IsOf(first.Sealed).ShouldBeTrue();
        (await Mark(keys, Body + " ", 7)).IsOf(first.Sealed).ShouldBeFalse();
        (await Mark(keys, Body, 8)).IsOf(first.Sealed).ShouldBeFalse("it is another person's");
        (await Mark(new EphemeralDataProtectionProvider(), Body, 7)).IsOf(first.Sealed).ShouldBeFalse();
        (await Mark(keys, Body, 7)).IsOf(Bare()).ShouldBeFalse("it isn't sealed");
    }

    [Fact]
    public async Task Rows_of_a_preview_are_not_kept_for_who_repeats_it()
    {
        using var ada = await web.As("ada");
        using var answer = await Send(
            ada,
            "/api/v1/clusters/dev-eu-1/flink/preview",
            """{"statements":"select 1"}""",
            "rows"
        );
        await using var db = await web.Store.CreateDbContextAsync();

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await db.Set<IdempotencyKey>().CountAsync(k => k.Key == "rows")).ShouldBe(0);
        var document = await ada.GetFromJsonAsync<JsonElement>("/openapi/v1.json");
        var preview = document
            .GetProperty("paths")
            .GetProperty("/api/v1/clusters/{name}/flink/preview")
            .GetProperty("post");
        $"{preview.GetProperty("parameters")}".ShouldNotContain("Idempotency-Key");
    }

    private static byte[] Bare() => SHA256.HashData(Encoding.UTF8.GetBytes($"POST /api/v1/job-secrets\n{Body}"));

    private static Task<RequestMark> Mark(IDataProtectionProvider keys, string body, int person)
    {
        var http = new DefaultHttpContext();
        (http.Request.Method, http.Request.Path) = ("POST", "/api/v1/job-secrets");
        http.Request.Body = new MemoryStream(Encoding.UTF8.GetBytes(body));
        return new RequestMarks(keys).Of(http, new PersonId(person), "marked");
    }

    private static Task<HttpResponseMessage> Send(HttpClient client, string path, string body, string key) =>
        client.SendAsync(
            new HttpRequestMessage(HttpMethod.Post, path)
            {
                Content = new StringContent(body, Encoding.UTF8, "application/json"),
                Headers = { { "Idempotency-Key", key } },
            }
        );
}
