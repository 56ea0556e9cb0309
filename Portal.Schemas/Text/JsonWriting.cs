using System.Text.Encodings.Web;
using System.Text.Json;

namespace Portal.Schemas.Text;

internal static class JsonWriting
{
    // For people to read, not for a page's source.
    private static readonly JsonSerializerOptions Plain = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The part as JSON on one line.</summary>
    public static string ToJson(this JsonPart part) =>
        part switch
        {
            JsonText text => JsonSerializer.Serialize(text.Value, Plain),
            JsonList list => $"[{string.Join(",", list.Items.Select(ToJson))}]",
            JsonObject all =>
                $"{{{string.Join(",", all.Members.Select(m => $"{JsonSerializer.Serialize(m.Name, Plain)}:{m.Value.ToJson()}"))}}}",
            _ => part.Word,
        };
}
