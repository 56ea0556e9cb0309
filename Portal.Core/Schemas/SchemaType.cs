using System.Text.Json.Serialization;

namespace Portal.Core.Schemas;

/// <summary>The languages that a registry knows, by the words of its API.</summary>
public enum SchemaType
{
    [JsonStringEnumMemberName("AVRO")]
    Avro,

    [JsonStringEnumMemberName("JSON")]
    Json,

    [JsonStringEnumMemberName("PROTOBUF")]
    Protobuf,
}
