using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Portal.Tests.Kit;

namespace Portal.Tests.Api;

/// <summary>The document says of each kind what its specs look like, and the API holds to it.</summary>
public sealed class KindDocumentTests(UnhurriedWeb web) : IClassFixture<UnhurriedWeb>
{
    private static readonly Dictionary<string, string> Examples = new(StringComparer.Ordinal)
    {
        ["topic"] = """{"partitions":3,"replication":3,"configs":{"retention.ms":"1000"},"tier":"critical"}""",
        ["schema"] = """
            {"type":"AVRO","schema":"\"string\"","compatibility":"FULL","references":[{"name":"a","subject":"b","version":1}]}
            """,
        ["job"] = """
            {"statements":"INSERT INTO dev.b SELECT * FROM dev.a","checkpoints":{"intervalSeconds":10,"mode":"exactly-once"},"state":"suspended",
            "guarantee":"exactly-once","writes":[{"topic":"dev.b","key":"id","upsert":true}]}
            """,
        ["service-account"] = """{"mechanism":"scram-sha256","rotation":2,"description":"billing"}""",
        ["access"] = """
            {"principal":"User:app","mode":"read","topic":"orders.","pattern":"prefixed","group":"app-","expires":"2027-03-31T00:00:00Z"}
            """,
    };

    public static TheoryData<string> Words() => [.. TestKinds.All.All.Select(kind => kind.Kind.Word)];

    [Theory]
    [MemberData(nameof(Words))]
    public async Task A_request_is_told_by_its_kind_and_an_example_of_each_fits(string kind)
    {
        var document = await ApiDescription.Read(web);
        var check = new SchemaCheck(document);
        var schemas = document.GetProperty("components").GetProperty("schemas");
        var request = schemas.GetProperty("ResourceRequestDto");
        var discriminator = request.GetProperty("discriminator");
        discriminator.GetProperty("propertyName").GetString().ShouldBe("kind");
        discriminator.GetProperty("mapping").GetProperty(kind).GetString().ShouldNotBeNullOrEmpty();
        Examples.ShouldContainKey(kind, "a new kind needs an example here");

        check.Faults(request, Request(kind, kind)).ShouldBeEmpty();
        foreach (var other in Examples.Keys.Where(other => other != kind))
        {
            check.Faults(request, Request(kind, other)).ShouldNotBeEmpty($"the spec of a {other} as a {kind}'s");
        }

        check
            .Faults(
                request,
                Element(
                    new
                    {
                        kind = "no-such-kind",
                        operation = "create",
                        cluster = "a",
                        name = "b",
                    }
                )
            )
            .ShouldNotBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Words))]
    public async Task Each_field_of_a_kinds_spec_says_its_limits(string kind)
    {
        var document = await ApiDescription.Read(web);
        var schemas = document.GetProperty("components").GetProperty("schemas");
        var name =
            $"{string.Concat(kind.Split('-').Select(part => char.ToUpperInvariant(part[0]) + part[1..]))}SpecDto";

        Unlimited(schemas, schemas.GetProperty(name), name).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("""{"kind":"no-such-kind","spec":{"a":1}}""", "resources[0].kind", "no-such-kind")]
    [InlineData("""{"kind":"no-such-kind"}""", "resources[0].kind", "no-such-kind")]
    [InlineData("""{"kind":"topic"}""", "resources[0].spec", "topic")]
    [InlineData("""{"kind":"schema","spec":null}""", "resources[0].spec", "schema")]
    [InlineData("""{"kind":"topic","spec":[]}""", "resources[0].spec", "topic")]
    [InlineData(
        """{"kind":"topic","spec":{"partitions":"3","replication":1}}""",
        "resources[0].spec.partitions",
        "topic"
    )]
    [InlineData("""{"kind":"topic","spec":{"partitions":0,"replication":1}}""", "resources[0].spec.partitions", "1 to")]
    public async Task A_spec_that_cant_be_read_is_refused_in_words_where_it_stands(
        string resource,
        string field,
        string words
    )
    {
        using var ada = await web.As("ada");
        var asked = JsonNode.Parse(resource)!.AsObject();
        (asked["operation"], asked["cluster"], asked["name"]) = ("create", "nowhere", "told.by.kind");
        var body = new JsonObject { ["owner"] = "payments", ["resources"] = new JsonArray(asked) };

        using var answer = await ada.PostAsJsonAsync("/api/v1/changes", body);

        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var errors = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("errors");
        errors.TryGetProperty(field, out var said).ShouldBeTrue(errors.ToString());
        said.ToString().ShouldContain(words);
        said.ToString().ShouldNotContain("System.");
    }

    private static JsonElement Request(string kind, string example) =>
        Element(
            new
            {
                kind,
                operation = "create",
                cluster = "dev",
                name = "orders",
                spec = JsonDocument.Parse(Examples[example]).RootElement,
            }
        );

    private static JsonElement Element(object value) => JsonSerializer.SerializeToElement(value);

    private static IEnumerable<string> Unlimited(JsonElement schemas, JsonElement schema, string at)
    {
        if (schema.TryGetProperty("$ref", out var name))
        {
            schema = schemas.GetProperty(name.GetString()!.Split('/')[^1]);
        }

        if (new[] { "enum", "oneOf", "anyOf" }.Any(choice => schema.TryGetProperty(choice, out _)))
        {
            return [];
        }

        var type = schema.GetProperty("type").ToString();
        var limit =
            type.Contains("object", StringComparison.Ordinal) ? null
            : type.Contains("array", StringComparison.Ordinal) ? "maxItems"
            : type.Contains("integer", StringComparison.Ordinal) ? "minimum"
            // A time is as long as its form.
            : type.Contains("string", StringComparison.Ordinal) && !schema.TryGetProperty("format", out _) ? "maxLength"
            : null;
        var mine = limit is not null && !schema.TryGetProperty(limit, out _) ? new[] { $"{at}: no {limit}" } : [];
        var fields = schema.TryGetProperty("properties", out var properties) ? properties.EnumerateObject() : default;
        var items = schema.TryGetProperty("items", out var each) ? Unlimited(schemas, each, $"{at}[]") : [];
        return [.. mine, .. items, .. fields.SelectMany(f => Unlimited(schemas, f.Value, $"{at}.{f.Name}"))];
    }
}
