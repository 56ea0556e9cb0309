using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Portal.Tests.Api;

/// <summary>Requests nobody means, made from an operation's own description.</summary>
public static class OddInputs
{
    public static readonly string[] Texts =
    [
        "",
        "0",
        "-1",
        "99999999999999999999999",
        "1.5",
        "null",
        "ü – 漢字 🙂",
        "' or 1=1 --",
        "%_\\",
        "../../etc/passwd",
        "<script>alert(1)</script>",
        "a\0b",
        new('x', 2_500),
    ];

    public static IEnumerable<HttpRequestMessage> For(ApiOperation operation)
    {
        foreach (var text in Texts.Where(t => t is not "" and not "a\0b"))
        {
            yield return Request(operation, operation.Filled(text), Sensible(operation));
        }

        foreach (var (name, _) in operation.Parameters.Where(p => p.In == "query"))
        {
            foreach (var text in Texts.Where(t => t.Length < 2_000))
            {
                var address = $"{operation.Filled("1")}?{name}={Uri.EscapeDataString(text)}";
                yield return Request(operation, address, Sensible(operation));
            }
        }

        foreach (var (name, _) in operation.Parameters.Where(p => p.In == "header"))
        {
            var request = Request(operation, operation.Filled("1"), Sensible(operation));
            request.Headers.TryAddWithoutValidation(name, new string('k', 300));
            yield return request;
        }

        if (operation.Body is not null)
        {
            foreach (var body in Bodies(operation))
            {
                yield return Request(operation, operation.Filled("1"), body);
            }
        }
    }

    /// <summary>Bodies in which one field is just beyond what is described of it.</summary>
    public static IEnumerable<(string Field, HttpContent Body)> BeyondLimits(ApiOperation operation, string[] fields)
    {
        var schema = Resolved(operation.Document, operation.Body!.Value);
        foreach (var field in fields)
        {
            var described = schema.GetProperty("properties").GetProperty(field);
            foreach (var odd in Beyond(operation.Document, described))
            {
                var body = Example(operation.Document, schema).AsObject();
                body[field] = odd;
                yield return (field, Json(body));
            }
        }
    }

    private static IEnumerable<JsonNode> Beyond(JsonElement document, JsonElement schema)
    {
        if (schema.TryGetProperty("minimum", out var least))
        {
            yield return least.GetInt64() - 1;
        }

        if (schema.TryGetProperty("maxLength", out var longest))
        {
            yield return new string('x', longest.GetInt32() + 1);
        }

        if (schema.TryGetProperty("minLength", out _))
        {
            yield return "";
        }

        if (schema.TryGetProperty("pattern", out _))
        {
            yield return "-*-";
        }

        if (schema.TryGetProperty("minItems", out _))
        {
            yield return new JsonArray();
        }

        if (schema.TryGetProperty("maxItems", out var most))
        {
            var item = schema.GetProperty("items");
            yield return new JsonArray([
                .. Enumerable.Range(0, most.GetInt32() + 1).Select(_ => Example(document, item)),
            ]);
        }
    }

    private static JsonElement Resolved(JsonElement document, JsonElement schema) =>
        schema.TryGetProperty("$ref", out var name)
            ? document.GetProperty("components").GetProperty("schemas").GetProperty(name.GetString()!.Split('/')[^1])
            : schema;

    private static HttpRequestMessage Request(ApiOperation operation, string address, HttpContent? body) =>
        new(new HttpMethod(operation.Method), address) { Content = body };

    private static StringContent? Sensible(ApiOperation operation) =>
        operation.Body is { } schema ? Json(Example(operation.Document, schema)) : null;

    private static IEnumerable<HttpContent?> Bodies(ApiOperation operation)
    {
        yield return null;
        yield return new StringContent("{", Encoding.UTF8, "application/json");
        yield return new StringContent("{}", Encoding.UTF8, "application/json");
        yield return new StringContent("[]", Encoding.UTF8, "application/json");
        yield return new StringContent("null", Encoding.UTF8, "application/json");
        yield return new StringContent("x", Encoding.UTF8, "text/plain");
        yield return new ByteArrayContent(new byte[300 * 1024]) { Headers = { ContentType = new("application/json") } };
        yield return new StringContent(new string('[', 200), Encoding.UTF8, "application/json");
        var whole = Example(operation.Document, operation.Body!.Value).AsObject();
        foreach (var field in whole.Select(f => f.Key).ToList())
        {
            foreach (var odd in Odd())
            {
                var changed = whole.DeepClone().AsObject();
                changed[field] = odd;
                yield return Json(changed);
            }

            var missing = whole.DeepClone().AsObject();
            missing.Remove(field);
            yield return Json(missing);
        }

        var unknown = whole.DeepClone().AsObject();
        unknown["surprise"] = 1;
        yield return Json(unknown);
    }

    private static IEnumerable<JsonNode?> Odd() =>
        [
            .. Texts.Select(t => (JsonNode?)t),
            null,
            -1,
            int.MaxValue,
            long.MaxValue,
            1e300,
            true,
            new JsonArray(),
            new JsonArray(null, 1, "x"),
            new JsonObject { ["a"] = "b" },
        ];

    // The schema's shape with plain values in it.
    private static JsonNode Example(JsonElement document, JsonElement schema)
    {
        if (schema.TryGetProperty("$ref", out var name))
        {
            var target = document.GetProperty("components").GetProperty("schemas");
            return Example(document, target.GetProperty(name.GetString()!.Split('/')[^1]));
        }

        // Fields of its own, and those of one of its forms over them.
        if (schema.TryGetProperty("properties", out var own) && schema.TryGetProperty("oneOf", out var forms))
        {
            var whole = Fields(document, own);
            foreach (var (field, value) in Example(document, forms.EnumerateArray().Last()).AsObject())
            {
                whole[field] = value?.DeepClone();
            }

            return whole;
        }

        if (schema.TryGetProperty("oneOf", out var choices) || schema.TryGetProperty("anyOf", out choices))
        {
            return Example(document, choices.EnumerateArray().Last());
        }

        if (schema.TryGetProperty("enum", out var words))
        {
            return words[0].GetString()!;
        }

        return Type(schema) switch
        {
            "object" when schema.TryGetProperty("properties", out var properties) => Fields(document, properties),
            "object" => new JsonObject { ["retention.ms"] = "1" },
            "array" => new JsonArray(Example(document, schema.GetProperty("items"))),
            "integer" or "number" => 1,
            "boolean" => true,
            _ when schema.TryGetProperty("format", out var format) && format.ValueEquals("date-time") =>
                "2030-01-01T00:00:00Z",
            _ => "x",
        };
    }

    private static JsonObject Fields(JsonElement document, JsonElement properties) =>
        new(
            properties.EnumerateObject().Select(p => KeyValuePair.Create(p.Name, (JsonNode?)Example(document, p.Value)))
        );

    private static string? Type(JsonElement schema) =>
        schema.TryGetProperty("type", out var type)
            ? type.ValueKind == JsonValueKind.Array
                ? type.EnumerateArray().Select(t => t.GetString()).First(t => t != "null")
                : type.GetString()
            : null;

    private static StringContent Json(JsonNode node) => new(node.ToJsonString(), Encoding.UTF8, "application/json");
}
