using System.Text.Json;
using System.Text.Json.Serialization;

namespace Portal.Core;

/// <summary>The engine's own id of one incarnation of a resource, as text: a topic's UUID, a schema's number, a job's hex.</summary>
[JsonConverter(typeof(EngineIdJson))]
public readonly record struct EngineId(string Value)
{
    public override string ToString() => Value;

    private sealed class EngineIdJson : JsonConverter<EngineId>
    {
        public override EngineId Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
            new(reader.GetString() ?? "");

        public override void Write(Utf8JsonWriter writer, EngineId value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.Value);
    }
}
