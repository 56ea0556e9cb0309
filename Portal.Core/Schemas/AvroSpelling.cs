using System.Text.Json;
using System.Text.Json.Nodes;

namespace Portal.Core.Schemas;

/// <summary>
/// Whether two Avro schemas are one, written in two ways: names in full or within a namespace, a type alone or in an object of its own. Confluent's registry
/// keeps each in its own way of writing, whatever came. What a schema has beside its types (docs, defaults, aliases, properties) counts.
/// </summary>
internal static class AvroSpelling
{
    private static readonly string[] Primitives =
    [
        "null",
        "boolean",
        "int",
        "long",
        "float",
        "double",
        "bytes",
        "string",
    ];

    public static bool IsSame(JsonElement one, JsonElement other) =>
        JsonElement.DeepEquals(one, other) || JsonNode.DeepEquals(Type(one, ""), Type(other, ""));

    private static JsonNode? Type(JsonElement type, string space) =>
        type.ValueKind switch
        {
            JsonValueKind.String => InFull(type.GetString()!, space),
            JsonValueKind.Array => List(type, each => Type(each, space)),
            JsonValueKind.Object => Declared(type, space),
            _ => Copy(type),
        };

    private static JsonNode? Declared(JsonElement type, string space)
    {
        if (!type.TryGetProperty("type", out var kind))
        {
            return Copy(type);
        }

        if (type.EnumerateObject().All(property => property.NameEquals("type")))
        {
            return Type(kind, space);
        }

        return kind.ValueKind == JsonValueKind.String && type.TryGetProperty("name", out var name) && IsText(name)
            ? Named(type, Name(type, name.GetString()!, space))
            : With(
                type,
                (property, value) => property is "type" or "items" or "values" ? Type(value, space) : Copy(value)
            );
    }

    private static JsonObject Named(JsonElement type, string name)
    {
        var space = name.LastIndexOf('.') is >= 0 and var dot ? name[..dot] : "";
        var plain = With(
            type,
            (property, value) =>
                (property, value.ValueKind) switch
                {
                    ("name", _) => name,
                    ("aliases", JsonValueKind.Array) => List(value, alias => Text(alias, space)),
                    ("fields", JsonValueKind.Array) => List(value, field => Field(field, space)),
                    _ => Copy(value),
                }
        );
        plain.Remove("namespace");
        return plain;
    }

    private static JsonNode? Field(JsonElement field, string space)
    {
        if (field.ValueKind != JsonValueKind.Object)
        {
            return Copy(field);
        }

        var plain = With(field, (property, value) => property == "type" ? Type(value, space) : Copy(value));
        // What holds where nothing is written.
        if (field.TryGetProperty("order", out var order) && IsText(order) && order.ValueEquals("ascending"))
        {
            plain.Remove("order");
        }

        return plain;
    }

    private static string Name(JsonElement type, string name, string space) =>
        name.Contains('.') ? name
        : type.TryGetProperty("namespace", out var own) && IsText(own) ? Within(name, own.GetString()!)
        : Within(name, space);

    private static string InFull(string name, string space) =>
        name.Contains('.') || Primitives.Contains(name, StringComparer.Ordinal) ? name : Within(name, space);

    private static string Within(string name, string space) => space.Length == 0 ? name : $"{space}.{name}";

    private static JsonNode? Text(JsonElement name, string space) =>
        IsText(name) ? InFull(name.GetString()!, space) : Copy(name);

    private static bool IsText(JsonElement value) => value.ValueKind == JsonValueKind.String;

    private static JsonArray List(JsonElement values, Func<JsonElement, JsonNode?> each) =>
        [.. values.EnumerateArray().Select(each)];

    // Of properties that come twice the last counts.
    private static JsonObject With(JsonElement value, Func<string, JsonElement, JsonNode?> each)
    {
        var made = new JsonObject();
        foreach (var property in value.EnumerateObject())
        {
            made[property.Name] = each(property.Name, property.Value);
        }

        return made;
    }

    private static JsonNode? Copy(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.Object => With(value, (_, inner) => Copy(inner)),
            JsonValueKind.Array => List(value, Copy),
            _ => JsonValue.Create(value),
        };
}
