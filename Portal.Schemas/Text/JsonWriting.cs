using System.Text.Json;

namespace Portal.Schemas.Text;

internal static class JsonWriting
{
    /// <summary>The part as JSON on one line.</summary>
    public static string ToJson(this JsonPart part) =>
        part switch
        {
            JsonText text => JsonSerializer.Serialize(text.Value),
            JsonList list => $"[{string.Join(",", list.Items.Select(ToJson))}]",
            JsonObject all =>
                $"{{{string.Join(",", all.Members.Select(m => $"{JsonSerializer.Serialize(m.Name)}:{m.Value.ToJson()}"))}}}",
            _ => part.Word,
        };
}
