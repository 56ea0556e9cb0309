using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Portal.Core.Schemas;

/// <summary>A schema's text as far as it is understood here: whether it can be read, and whether two say the same.</summary>
public static class SchemaText
{
    private const int Deepest = 200;
    private static readonly JsonDocumentOptions Read = new() { MaxDepth = Deepest };

    /// <summary>What is wrong with the text, in words for who typed it; null when the registry may be asked.</summary>
    public static string? Problem(SchemaType type, string text)
    {
        if (text.Trim().Length == 0)
        {
            return "Enter the schema.";
        }

        if (type == SchemaType.Protobuf)
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(text, Read);
            return type == SchemaType.Avro ? Avro(document.RootElement) : JsonSchema(document.RootElement);
        }
        catch (JsonException wrong)
        {
            // Nothing but its words tells the one from the other.
            return wrong.Message.Contains("maximum configured depth", StringComparison.Ordinal)
                ? $"The schema is nested more than {Deepest} levels deep."
                : $"This isn't JSON: line {wrong.LineNumber + 1}, column {wrong.BytePositionInLine + 1}.";
        }
    }

    /// <summary>Whether both say the same. Blanks and, in JSON, the order of keys don't count.</summary>
    public static bool IsSame(SchemaType type, string one, string other)
    {
        if (one == other)
        {
            return true;
        }

        if (type == SchemaType.Protobuf)
        {
            return Words(one).SequenceEqual(Words(other), StringComparer.Ordinal);
        }

        try
        {
            using var first = JsonDocument.Parse(one, Read);
            using var second = JsonDocument.Parse(other, Read);
            return JsonElement.DeepEquals(first.RootElement, second.RootElement);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>A text in a few characters, to tell it from another in a sentence: "12 lines, 3f2a91c0".</summary>
    public static string InShort(string text)
    {
        var lines = text.Count(c => c == '\n') + 1;
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..8];
        return $"{lines} line{(lines == 1 ? "" : "s")}, {hash}";
    }

    private static string? Avro(JsonElement root) =>
        root.ValueKind switch
        {
            JsonValueKind.String => null,
            JsonValueKind.Array => "A union has no name to be registered by: put it into a record.",
            JsonValueKind.Object when !root.TryGetProperty("type", out var type) =>
                "An Avro schema says its type: add \"type\".",
            JsonValueKind.Object when IsNamed(root) && !root.TryGetProperty("name", out _) =>
                $"Avro's {root.GetProperty("type").GetString()} needs a name: add \"name\".",
            JsonValueKind.Object when Is(root, "record") && !root.TryGetProperty("fields", out _) =>
                "A record needs its fields: add \"fields\", empty if there are none yet.",
            JsonValueKind.Object => null,
            _ => "An Avro schema is an object, or the name of a primitive type in quotes.",
        };

    private static bool IsNamed(JsonElement root) => Is(root, "record") || Is(root, "enum") || Is(root, "fixed");

    private static bool Is(JsonElement root, string type) =>
        root.GetProperty("type") is { ValueKind: JsonValueKind.String } said && said.ValueEquals(type);

    private static string? JsonSchema(JsonElement root) =>
        root.ValueKind is JsonValueKind.Object or JsonValueKind.True or JsonValueKind.False
            ? null
            : "A JSON Schema is an object.";

    private static string[] Words(string text) => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
}
