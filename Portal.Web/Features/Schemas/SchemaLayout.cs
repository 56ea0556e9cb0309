using System.Text.Encodings.Web;
using System.Text.Json;
using Portal.Core.Schemas;

namespace Portal.Web.Features.Schemas;

/// <summary>A schema's text laid out for reading: registries keep JSON on one line.</summary>
public static class SchemaLayout
{
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        MaxDepth = 256,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>As it is where it isn't JSON, or has lines already.</summary>
    public static string Of(SchemaType type, string text)
    {
        if (type == SchemaType.Protobuf || text.Contains('\n', StringComparison.Ordinal))
        {
            return text;
        }

        try
        {
            using var document = JsonDocument.Parse(text, new() { MaxDepth = 256 });
            return JsonSerializer.Serialize(document.RootElement, Indented);
        }
        catch (JsonException)
        {
            return text;
        }
    }
}
