using System.Text.Json;
using Portal.Schemas.Formats;
using Portal.Tests.Kit;

namespace Portal.Tests.Schemas;

/// <summary>Two schemas and what is to be said of them; the same pairs are shown to every registry.</summary>
/// <param name="Why">Each sentence that says why the reader can't read; none: it can.</param>
/// <param name="Documented">What the registry's documented rules find of a pair that the portal leaves to the registry; null: of others.</param>
public sealed record SchemaPair(
    string Name,
    JsonElement Reader,
    JsonElement Writer,
    string[] Why,
    string? Documented = null
)
{
    private static readonly JsonSerializerOptions Lower = new(JsonSerializerDefaults.Web);

    public static IReadOnlyList<SchemaPair> Avro { get; } = Of("avro-pairs.json", SchemaFormat.Avro);

    public static IReadOnlyList<SchemaPair> Json { get; } = Of("json-pairs.json", SchemaFormat.Json);

    public static IReadOnlyList<SchemaPair> Protobuf { get; } = Of("protobuf-pairs.json", SchemaFormat.Protobuf);

    /// <summary>As it is registered.</summary>
    public string ReaderText => Text(Reader);

    /// <inheritdoc cref="ReaderText"/>
    public string WriterText => Text(Writer);

    public SchemaFormat Format { get; private init; }

    // Protobuf is a text in itself; most of its pairs leave out what all begin with.
    private string Text(JsonElement schema) =>
        Format != SchemaFormat.Protobuf ? schema.GetRawText()
        : schema.GetString() is { } text && text.StartsWith("syntax", StringComparison.Ordinal) ? text
        : $"syntax = \"proto3\"; {schema.GetString()}";

    private static SchemaPair[] Of(string file, SchemaFormat format) =>
        [
            .. JsonSerializer
                .Deserialize<SchemaPair[]>(File.ReadAllText(Repository.PathOf("Portal.Tests", "Schemas", file)), Lower)!
                .Select(pair => pair with { Format = format }),
        ];
}
