using Portal.Schemas.Text;

namespace Portal.Schemas.Json;

/// <summary>Types, enum and const: which values a writer may write that a reader doesn't take at all.</summary>
internal static class JsonValues
{
    /// <returns>Null: none.</returns>
    public static string? Lost(JsonSchemaNode reader, JsonSchemaNode writer) =>
        OfType(reader, writer) ?? OfValue(Allowed(reader), Allowed(writer));

    private static string? OfType(JsonSchemaNode reader, JsonSchemaNode writer)
    {
        var lost = writer
            .Types.Where(type =>
                !reader.Types.Contains(type) && !(type == "integer" && reader.Types.Contains("number"))
            )
            .ToList();
        return lost.Count > 0
            ? $"what was written may be {string.Join(" or ", lost)}, which isn't {string.Join(" or ", reader.Types)}"
            : null;
    }

    private static string? OfValue(IReadOnlyList<JsonPart>? now, IReadOnlyList<JsonPart>? before)
    {
        if (now is null)
        {
            return null;
        }

        if (before is null)
        {
            return "only some values are allowed now, and any was before";
        }

        var gone = before.Where(value => !now.Any(other => JsonSame.Are(value, other))).ToList();
        return gone.Count > 0
            ? $"what was written may be {string.Join(", ", gone.Select(value => value.Word))}, which isn't allowed any more"
            : null;
    }

    private static IReadOnlyList<JsonPart>? Allowed(JsonSchemaNode schema) =>
        schema["enum"] is JsonList many ? many.Items
        : schema["const"] is { } one ? [one]
        : null;
}
