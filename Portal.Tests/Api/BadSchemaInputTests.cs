using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Changes;
using Portal.Tests.Kit;
using Portal.Tests.Pages;

namespace Portal.Tests.Api;

/// <summary>Bundles and schemas that can't be, over the API: a sentence each, and nothing half-done.</summary>
public sealed class BadSchemaInputTests(SeveralResourcesTests.Registered web)
    : IClassFixture<SeveralResourcesTests.Registered>
{
    private const string Text = """{"type":"record","name":"Refund","fields":[{"name":"id","type":"string"}]}""";
    private static readonly string Large = $$"""{"type":"string","doc":"{{new string('x', 2 * 1024 * 1024)}}"}""";

    [Theory]
    [InlineData("changes")]
    [InlineData("forecasts")]
    public async Task A_schema_of_two_megabytes_without_its_length_is_refused_in_a_sentence(string path)
    {
        using var ada = await web.As("ada");
        ada.DefaultRequestHeaders.ExpectContinue = true;

        // Who is refused before the whole of it is sent may lose the connection before reading why.
        using var answer = await Deadline.For(async () =>
        {
            try
            {
                return await ada.PostAsJsonAsync($"/api/v1/{path}", ChangeBody.Of(Schema("large-value", Large)));
            }
            catch (HttpRequestException)
            {
                return null;
            }
        });

        answer.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        (await Detail(answer)).ShouldBe("This request has at most 256\u00A0KiB without a Content-Length.");
    }

    [Fact]
    public async Task With_its_length_it_is_refused_at_its_field()
    {
        using var ada = await web.As("ada");
        using var content = JsonContent.Create(ChangeBody.Of(Schema("large-value", Large)));
        await content.LoadIntoBufferAsync();

        using var answer = await ada.PostAsync("/api/v1/changes", content);

        (await Errors(answer))["resources[0].spec.schema"]
            .ShouldBe("The schema is too long: 131,072 characters are allowed. Split it and use references.");
    }

    [Fact]
    public async Task In_a_file_it_is_refused_at_its_line()
    {
        using var ada = await web.As("ada");
        ada.DefaultRequestHeaders.Add("Accept", "text/plain");
        var file = $$"""
            apiVersion: portal/v1
            kind: schema
            metadata: { name: large-value, cluster: prod-eu-1, owner: payments }
            spec:
              type: AVRO
              schema: '{{Large}}'

            """;

        using var answer = await ada.PostAsync(
            "/api/v1/specs:plan",
            new StringContent(file, Encoding.UTF8, "application/yaml")
        );

        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await Words(answer)).ShouldBe(
            "the request:6:3: The schema is too long: 131,072 characters are allowed. Split it and use references.\n"
        );
    }

    [Fact]
    public async Task Two_of_one_name_in_a_bundle_are_refused_at_the_second()
    {
        using var ada = await web.As("ada");

        using var answer = await ada.PostAsJsonAsync(
            "/api/v1/changes",
            ChangeBody.Of(
                Topic("twice.orders"),
                Schema("twice.orders-value", Text),
                Topic("twice_orders"),
                Schema("twice.orders-value", Text)
            )
        );

        var errors = await Errors(answer);
        errors.Keys.ShouldBe(["resources[2].name", "resources[3].name"], ignoreOrder: true);
        errors.Values.ShouldAllBe(words => words.Contains("is in this request already"));
        await Nothing("twice");
    }

    [Fact]
    public async Task An_owner_that_is_no_team_is_named()
    {
        using var ada = await web.As("ada");
        var theirs = new
        {
            owner = "nobody",
            reason = "For a test.",
            resources = new[] { Topic("owned.by.none") },
        };

        using var refused = await ada.PostAsJsonAsync("/api/v1/changes", theirs);

        (await Errors(refused))["owner"].ShouldBe("There is no team named nobody.");
        await Nothing("owned.by");
    }

    [Fact]
    public async Task One_bundle_sent_twice_at_once_with_one_key_is_one_change()
    {
        using var ada = await web.As("ada");
        ada.DefaultRequestHeaders.Add("Idempotency-Key", "the same bundle");
        var bundle = ChangeBody.Of(Topic("once.orders"), Schema("once.orders-value", Text));

        var answers = await Task.WhenAll(
            ada.PostAsJsonAsync("/api/v1/changes", bundle),
            ada.PostAsJsonAsync("/api/v1/changes", bundle)
        );
        using var third = await ada.PostAsJsonAsync("/api/v1/changes", bundle);
        using var another = await ada.PostAsJsonAsync("/api/v1/changes", ChangeBody.Of(Topic("once.orders")));

        third.StatusCode.ShouldBe(HttpStatusCode.Created);
        answers.ShouldAllBe(a => a.StatusCode == HttpStatusCode.Created || a.StatusCode == HttpStatusCode.Conflict);
        answers.Where(a => a.IsSuccessStatusCode).ShouldAllBe(a => a.Headers.Location == third.Headers.Location);
        another.IsSuccessStatusCode.ShouldBeFalse("the key is another request's");
        (await Detail(another)).ShouldStartWith("This key was used");
        await using var db = await web.Store.CreateDbContextAsync();
        (await db.Set<ChangeResource>().CountAsync(r => r.Name.StartsWith("once."))).ShouldBe(2);
    }

    [Theory]
    [InlineData("AVRO", """{"type":"record","name":"A","fields":[{"name":"a","type":"nope"}]}""", "nope")]
    [InlineData("AVRO", "{\n  \"type\": \n}", "line 3")]
    [InlineData("JSON", """{"type":"strin"}""", "There is no type")]
    [InlineData("PROTOBUF", "syntax = \"proto3\"; message A { B b = 1; }", "B")]
    public async Task What_is_wrong_in_a_text_is_said_beside_it(string type, string text, string words)
    {
        using var ada = await web.As("ada");

        using var answer = await ada.PostAsJsonAsync(
            "/api/v1/changes",
            ChangeBody.Of(Schema("broken-value", text, type))
        );

        (await Errors(answer))["resources[0].spec.schema"].ShouldContain(words);
    }

    private static object Topic(string name) =>
        new
        {
            kind = "topic",
            operation = "create",
            cluster = "prod-eu-1",
            name,
            spec = new { partitions = 3, replication = 3 },
        };

    private static object Schema(string name, string text, string type = "AVRO") =>
        new
        {
            kind = "schema",
            operation = "create",
            cluster = "prod-eu-1",
            name,
            spec = new { type, schema = text },
        };

    private static Task<string> Words(HttpResponseMessage answer) => answer.Content.ReadAsStringAsync();

    private static async Task<string?> Detail(HttpResponseMessage answer) =>
        (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("detail").GetString();

    private static async Task<Dictionary<string, string>> Errors(HttpResponseMessage answer)
    {
        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity, await Words(answer));
        return JsonDocument
            .Parse(await Words(answer))
            .RootElement.GetProperty("errors")
            .EnumerateObject()
            .ToDictionary(error => error.Name, error => error.Value[0].GetString()!);
    }

    private async Task Nothing(string begins)
    {
        await using var db = await web.Store.CreateDbContextAsync();
        (await db.Set<ChangeResource>().AnyAsync(r => r.Name.StartsWith(begins))).ShouldBeFalse();
    }
}
