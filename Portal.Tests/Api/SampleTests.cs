using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Clusters;
using Portal.Core.Schemas;
using Portal.Core.Store;
using Portal.Tests.Pages;

namespace Portal.Tests.Api;

/// <summary>JSON samples against what was seen of a registry: by whoever may read, and storing nothing.</summary>
public sealed class SampleTests(WatchedWeb web) : IClassFixture<WatchedWeb>, IAsyncLifetime
{
    private const string Order =
        """{"type":"record","name":"Order","fields":[{"name":"id","type":"string"},{"name":"price","type":"shop.Money"}]}""";

    private const string Money =
        """{"type":"record","name":"Money","namespace":"shop","fields":[{"name":"units","type":"long"}]}""";

    private const string Bill =
        "syntax = \"proto3\"; import \"common/money.proto\"; message Bill { Money total = 1; } message Note { string text = 1; }";

    public async Task InitializeAsync()
    {
        await using var db = await web.Store.CreateDbContextAsync();
        if (await db.Set<SeenSchema>().AnyAsync(s => s.Subject == "tried-value"))
        {
            return;
        }

        var cluster = await db.Set<Cluster>().Include(c => c.Endpoints).SingleAsync(c => c.Id == web.Prod);
        cluster.Endpoints.Add(new() { Kind = EndpointKind.Registry, Addresses = "http://127.0.0.1:27998" });
        Seen("money", 1, SchemaType.Avro, Money);
        Seen("tried-value", 1, SchemaType.Avro, "\"string\"");
        Seen("tried-value", 2, SchemaType.Avro, Order, new SchemaReference("shop.Money", "money", 1));
        Seen("common", 1, SchemaType.Protobuf, "syntax = \"proto3\"; message Money { int64 units = 1; }");
        Seen("bills/all value", 1, SchemaType.Protobuf, Bill, new SchemaReference("common/money.proto", "common", 1));
        Seen("circle-a", 1, SchemaType.Avro, Order, new SchemaReference("shop.Money", "circle-b", 1));
        Seen("circle-b", 1, SchemaType.Avro, Money, new SchemaReference("Order", "circle-a", 1));
        Seen("lost-value", 1, SchemaType.Avro, Order, new SchemaReference("shop.Money", "nowhere", 1));
        Seen("json-value", 1, SchemaType.Json, """{"type":"object","required":["id"],"additionalProperties":false}""");
        await db.SaveChangesAsync();

        void Seen(string subject, int version, SchemaType type, string text, params SchemaReference[] references) =>
            db.Add(
                new SeenSchema
                {
                    ClusterId = web.Prod,
                    Subject = subject,
                    Version = version,
                    SchemaId = version,
                    Type = type,
                    Text = text,
                    Refs = [.. references],
                    FirstSeenAt = web.Now,
                }
            );
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task A_sample_is_checked_against_the_newest_version_and_what_it_refers_to()
    {
        var fine = await Tried("tried-value", new { sample = """{"id": "a", "price": {"units": 300}}""" });
        Word(fine).ShouldBe("valid");
        (fine.GetProperty("version").GetInt32(), fine.GetProperty("bytes").GetInt32()).ShouldBe((2, 4));

        var wrong = await Tried(
            "tried-value",
            new { sample = "{\n  \"id\": \"a\",\n  \"price\": {\"units\": \"300\"}\n}" }
        );
        Word(wrong).ShouldBe("invalid");
        wrong
            .GetProperty("faults")
            .GetRawText()
            .ShouldBe(
                """[{"path":"price.units","line":3,"column":22,"rule":"type","message":"Expected long, a number without quotes, found the text “300”."}]"""
            );
    }

    [Fact]
    public async Task An_older_version_and_a_message_can_be_chosen()
    {
        Word(await Tried("tried-value", new { sample = "\"a\"", version = 1 })).ShouldBe("valid");
        Word(await Tried("bills/all value", new { sample = """{"total": {"units": "5"}}""" })).ShouldBe("valid");
        Word(await Tried("bills/all value", new { sample = """{"text": "a"}""", message = "Note" })).ShouldBe("valid");
        Word(await Tried("bills/all value", new { sample = """{"text": "a"}""" })).ShouldBe("invalid");
        (await Tried("bills/all value", new { sample = "{}", message = "None" }))
            .GetProperty("unknown")
            .GetString()
            .ShouldBe("There is no message None; it has Bill, Note.");
    }

    [Theory]
    [InlineData(
        "lost-value",
        "Version 1 can't be read here: No type “shop.Money” is declared before this, and none comes with a reference."
    )]
    public async Task A_schema_that_lacks_what_it_refers_to_says_so(string subject, string why)
    {
        var answer = await Tried(subject, new { sample = "{}" });

        (Word(answer), answer.GetProperty("unknown").GetString()).ShouldBe(("unknown", why));
    }

    [Fact]
    public async Task References_in_a_circle_end() =>
        Word(await Tried("circle-a", new { sample = """{"id": "a", "price": {"units": 1}}""" })).ShouldBe("valid");

    [Theory]
    [InlineData("tried-value", "?version=2", "valid")]
    [InlineData("tried-value", "?version=1", "valid")]
    [InlineData("bills/all value", "?message=Note", "valid")]
    public async Task An_example_is_made_and_is_valid(string subject, string query, string verdict)
    {
        using var ada = await web.As("ada");
        using var answer = await ada.GetAsync($"{Address(subject)}/example{query}");
        var example = await answer.Content.ReadFromJsonAsync<JsonElement>();

        var tried = await Tried(
            subject,
            new
            {
                sample = example.GetProperty("sample").GetString(),
                version = example.GetProperty("version").GetInt32(),
                message = query.Contains("Note", StringComparison.Ordinal) ? "Note" : null,
            }
        );

        Word(tried).ShouldBe(verdict);
    }

    [Theory]
    [InlineData("tried-value", """{"sample": ""}""", HttpStatusCode.UnprocessableEntity)]
    [InlineData("tried-value", """{"sample": null}""", HttpStatusCode.BadRequest)]
    [InlineData("tried-value", """{}""", HttpStatusCode.BadRequest)]
    [InlineData("tried-value", """{"sample": "1", "version": 0}""", HttpStatusCode.UnprocessableEntity)]
    [InlineData("tried-value", """{"sample": "1", "version": 9}""", HttpStatusCode.NotFound)]
    [InlineData("nowhere-value", """{"sample": "1"}""", HttpStatusCode.NotFound)]
    public async Task What_can_not_be_checked_is_refused(string subject, string body, HttpStatusCode status)
    {
        using var ada = await web.As("ada");
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");

        using var answer = await ada.PostAsync($"{Address(subject)}:try", content);

        answer.StatusCode.ShouldBe(status, await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_sample_of_2_MB_is_refused_one_with_a_NUL_and_one_300_deep_are_answered_with_the_place()
    {
        using var ada = await web.As("ada");
        using var long2 = await ada.PostAsJsonAsync(
            $"{Address("json-value")}:try",
            new { sample = new string('x', 2_000_000) }
        );
        long2.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);

        Message(await Tried("json-value", new { sample = "{\"id\":\"\0\"}" })).ShouldContain("isn't JSON");
        Message(await Tried("json-value", new { sample = new string('[', 300) }))
            .ShouldContain("nested deeper than 200");

        static string Message(JsonElement answer) =>
            answer.GetProperty("faults")[0].GetProperty("message").GetString()!;
    }

    [Fact]
    public async Task Whoever_may_only_read_may_try()
    {
        foreach (var person in new[] { "lin", "noor", "sam" })
        {
            using var client = await web.As(person);
            using var answer = await client.PostAsJsonAsync(
                $"{Address("json-value")}:try",
                new { sample = "{\"id\": 1}" }
            );

            answer.StatusCode.ShouldBe(HttpStatusCode.OK, person);
        }
    }

    private async Task<JsonElement> Tried(string subject, object request)
    {
        using var ada = await web.As("ada");
        using var answer = await ada.PostAsJsonAsync($"{Address(subject)}:try", request);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    private static string Word(JsonElement answer) => answer.GetProperty("verdict").GetString()!;

    private static string Address(string subject) => $"/api/v1/schemas/prod-eu-1/{Uri.EscapeDataString(subject)}";
}
