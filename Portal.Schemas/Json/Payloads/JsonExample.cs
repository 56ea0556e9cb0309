using System.Text.Json.Nodes;
using Portal.Schemas.Payloads;
using Portal.Schemas.Text;
using JsonObject = Portal.Schemas.Text.JsonObject;
using MadeObject = System.Text.Json.Nodes.JsonObject;

namespace Portal.Schemas.Json.Payloads;

/// <summary>
/// A sample of a JSON Schema: its author's example, default, enum or const, else the smallest value that fits. A pattern or “not” may still refuse it.
/// </summary>
internal sealed class JsonExample
{
    private readonly ExampleSize _size = new();
    private readonly JsonPatterns _patterns = new(new(CancellationToken.None));
    private readonly HashSet<JsonPart> _open = new(ReferenceEqualityComparer.Instance);

    public static PayloadExample Of(JsonSchema schema)
    {
        try
        {
            return PayloadExample.Of(new JsonExample().Make(schema, schema.Root.Json, "value"));
        }
        catch (TooMuchWork)
        {
            return new PayloadExample.Impossible(PayloadExample.Endless);
        }
    }

    private JsonNode? Make(JsonSchema document, JsonPart schema, string name) =>
        _size.Within(() => schema is JsonObject keywords ? Make(document, keywords, name) : new MadeObject());

    private JsonNode? Make(JsonSchema document, JsonObject schema, string name)
    {
        if (JsonHints.Given(schema) is { } given)
        {
            return JsonNode.Parse(given.ToJson());
        }

        if (
            schema["$ref"] is JsonText reference
            && JsonReferences.Find(document, reference.Value) is { Node.Json: var there, Schema: var other }
        )
        {
            return Within(schema, () => Make(other, there, name));
        }

        if (
            (JsonHints.First(schema, "oneOf") ?? JsonHints.First(schema, "anyOf")) is { } branch
            && schema["properties"] is null
        )
        {
            return Within(schema, () => Make(document, branch, name));
        }

        return Within(schema, () => Made(document, schema, name));
    }

    private JsonNode? Made(JsonSchema document, JsonObject schema, string name) =>
        JsonHints.Type(schema) switch
        {
            "object" => Members(document, schema),
            "array" => Items(document, schema, name),
            "string" => JsonExampleText.Of(schema, name, _patterns),
            "integer" or "number" => JsonExampleNumber.Of(schema),
            "boolean" => true,
            "null" => null,
            _ when JsonHints.First(schema, "allOf") is not null => Members(document, schema),
            _ => name,
        };

    private MadeObject Members(JsonSchema document, JsonObject schema)
    {
        var made = new MadeObject();
        foreach (var part in JsonHints.Parts(schema))
        {
            if (Make(document, part, "value") is MadeObject inner)
            {
                foreach (var (name, value) in inner.ToList())
                {
                    made[name] = value?.DeepClone();
                }
            }
        }

        var properties = (schema["properties"] as JsonObject)?.Members ?? [];
        var required = schema["required"] is JsonList names
            ? names.Items.OfType<JsonText>().Select(n => n.Value).ToHashSet(StringComparer.Ordinal)
            : [];
        foreach (var property in properties)
        {
            // What leads back to what is being made ends here, unless it must be there.
            if (required.Contains(property.Name) || !Leads(document, property.Value))
            {
                made[property.Name] = Make(document, property.Value, property.Name);
            }
        }

        foreach (var name in required.Where(name => !made.ContainsKey(name)))
        {
            made[name] = schema["additionalProperties"] is JsonObject others ? Make(document, others, name) : name;
        }

        return made;
    }

    private JsonArray Items(JsonSchema document, JsonObject schema, string name)
    {
        var first = (schema["prefixItems"] ?? schema["items"]) as JsonList;
        var made = new JsonArray([.. (first?.Items ?? []).Select(item => Make(document, item, name))]);
        var least = JsonNumbers.Exact(schema["minItems"]) ?? 0;
        if ((schema["items"] as JsonObject ?? schema["contains"]) is { } each)
        {
            var count = made.Count > 0 || Leads(document, each) ? least : Math.Max(1, least);
            count = Math.Min(count, JsonNumbers.Exact(schema["maxItems"]) ?? count);
            while (made.Count < count)
            {
                made.Add(Make(document, each, made.Count == 0 ? name : $"{name}{made.Count + 1}"));
            }
        }

        return made;
    }

    private T Within<T>(JsonObject schema, Func<T> make)
    {
        var isFirst = _open.Add(schema);
        var made = make();
        if (isFirst)
        {
            _open.Remove(schema);
        }

        return made;
    }

    private bool Leads(JsonSchema document, JsonPart schema) =>
        _size.IsEnough
        || _open.Contains(schema)
        || (
            schema is JsonObject made
            && (
                (
                    made["$ref"] is JsonText reference
                    && JsonReferences.Find(document, reference.Value) is { } there
                    && _open.Contains(there.Node.Json)
                ) || (made["items"] is JsonObject items && made["minItems"] is not null && Leads(document, items))
            )
        );
}
