using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Portal.Web.Api.Specs;

/// <summary>
/// JSON that was YAML: what should be text may have been written without quotes, <c>retention.ms: 604800000</c>, and is the
/// text as it was written. All else is as strict as the API.
/// </summary>
internal static class SpecJson
{
    public static readonly JsonSerializerOptions Options = Make();

    private static JsonSerializerOptions Make()
    {
        var json = new JsonSerializerOptions(JsonSerializerDefaults.Web) { PropertyNameCaseInsensitive = false };
        ApiJson.Configure(json);
        json.Converters.Add(new UnquotedText());
        json.MakeReadOnly(populateMissingResolver: true);
        return json;
    }

    private sealed class UnquotedText : JsonConverter<string>
    {
        public override string? Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
            reader.TokenType switch
            {
                JsonTokenType.String => reader.GetString(),
                JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False => Encoding.UTF8.GetString(
                    reader.ValueSpan
                ),
                _ => throw new JsonException(),
            };

        public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value);
    }
}
