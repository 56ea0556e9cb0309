using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Portal.LocalCluster.Streams.Expressions;

/// <summary>How JSON is written and recognised.</summary>
internal static class JsonText
{
    /// <summary>No more is escaped than must be.</summary>
    public static readonly JsonSerializerOptions Options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>What a text is, by the value that it begins with; Undefined where that is none.</summary>
    public static JsonValueKind KindOf(string text)
    {
        try
        {
            var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(text));
            using var value = JsonDocument.ParseValue(ref reader);
            return value.RootElement.ValueKind;
        }
        catch (JsonException)
        {
            return JsonValueKind.Undefined;
        }
    }
}
