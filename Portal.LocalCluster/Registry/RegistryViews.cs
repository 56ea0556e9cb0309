using System.Text.Json.Serialization;

namespace Portal.LocalCluster.Registry;

public sealed record IdView([property: JsonPropertyName("id")] int Id);

public sealed record LevelView([property: JsonPropertyName("compatibilityLevel")] string Level);

public sealed record VersionPair(
    [property: JsonPropertyName("subject")] string Subject,
    [property: JsonPropertyName("version")] int Version
);

/// <param name="SchemaType">Null for Avro: the documentation leaves it out.</param>
public sealed record SchemaView(
    [property: JsonPropertyName("subject")]
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        string? Subject,
    [property: JsonPropertyName("id")] [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Id,
    [property: JsonPropertyName("version")]
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        int? Version,
    [property: JsonPropertyName("schemaType")]
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        string? SchemaType,
    [property: JsonPropertyName("references")]
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        IReadOnlyList<SchemaReference>? References,
    [property: JsonPropertyName("schema")] string Schema
);

public sealed record CompatibilityView(
    [property: JsonPropertyName("is_compatible")] bool IsCompatible,
    [property: JsonPropertyName("messages")]
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        IReadOnlyList<string>? Messages
);
