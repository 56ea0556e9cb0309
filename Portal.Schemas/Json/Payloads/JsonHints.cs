using Portal.Schemas.Text;

namespace Portal.Schemas.Json.Payloads;

/// <summary>What a schema says about a value that would be valid.</summary>
internal static class JsonHints
{
    public static JsonPart? Given(JsonObject schema) =>
        First(schema, "examples")
        ?? schema["const"]
        ?? First(schema, "enum")
        ?? (schema["default"] is JsonNothing or JsonObject or JsonList ? null : schema["default"]);

    public static IEnumerable<JsonPart> Parts(JsonObject schema) =>
        ((schema["allOf"] as JsonList)?.Items ?? [])
            .Concat(First(schema, "oneOf") is { } one ? [one] : [])
            .Concat(First(schema, "anyOf") is { } any ? [any] : []);

    public static JsonPart? First(JsonObject schema, string keyword) =>
        schema[keyword] is JsonList { Items: [var first, ..] } ? first : null;

    public static string? Type(JsonObject schema) =>
        JsonValueRules.Types(schema["type"]) is [_, ..] types ? types.FirstOrDefault(t => t != "null") ?? "null"
        : schema["properties"] is not null || schema["required"] is not null ? "object"
        : schema["items"] is not null || schema["prefixItems"] is not null ? "array"
        : schema["minimum"] is not null || schema["maximum"] is not null ? "number"
        : null;
}
