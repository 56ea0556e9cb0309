using System.Text.Json;
using System.Text.Json.Serialization;

namespace Portal.Core.Resources;

/// <summary>A kind of resource, by its word in the API, in YAML and in the store: <c>topic</c>. Each kind's folder has its own.</summary>
[JsonConverter(typeof(ResourceKindJson))]
public readonly record struct ResourceKind(string Word)
{
    public override string ToString() => Word;

    private sealed class ResourceKindJson : JsonConverter<ResourceKind>
    {
        public override ResourceKind Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
            new(reader.GetString() ?? "");

        public override void Write(Utf8JsonWriter writer, ResourceKind value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.Word);
    }
}
