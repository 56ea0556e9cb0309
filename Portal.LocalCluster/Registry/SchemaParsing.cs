using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Portal.Schemas.Compatibility;
using Portal.Schemas.Formats;

namespace Portal.LocalCluster.Registry;

/// <summary>What was sent, as the registry keeps it; or why it can't.</summary>
public abstract record ParsedSchema
{
    private ParsedSchema() { }

    public sealed record Fine(SchemaContent Content, AnySchema Schema) : ParsedSchema;

    public sealed record Broken(string Why) : ParsedSchema;
}

/// <summary>Reads schemas with those that they refer to, and says what a level has against a new one.</summary>
public sealed class SchemaParsing(RegistryState state)
{
    private static readonly JsonSerializerOptions AsWritten = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>As clients call them; Avro is what is meant when nothing is said.</summary>
    public static readonly string[] Types = [.. Enum.GetNames<SchemaFormat>().Select(name => name.ToUpperInvariant())];

    public ParsedSchema Parse(SchemaRequest request)
    {
        var type = request.SchemaType ?? Types[0];
        if (request.Schema is not { } text || !Types.Contains(type))
        {
            return new ParsedSchema.Broken(
                request.Schema is null ? "there is no schema" : $"the type {type} isn't known to this registry"
            );
        }

        var references = request.References ?? [];
        if (references.FirstOrDefault(to => Find(to) is null) is { } missing)
        {
            return new ParsedSchema.Broken(
                $"version {missing.Version} of the referred subject '{missing.Subject}' isn't there"
            );
        }

        return Read(type, text, references) switch
        {
            SchemaRead.Fine fine => new ParsedSchema.Fine(
                new(type, Compact(fine.Schema, text), [.. references]),
                fine.Schema
            ),
            SchemaRead.Broken broken => new ParsedSchema.Broken(string.Join(" ", broken.Faults)),
            SchemaRead.Unread unread => new ParsedSchema.Broken(unread.Why),
            _ => throw new InvalidOperationException(),
        };
    }

    /// <summary>Every documented rule of the subject's level that a schema would break, in a sentence each. What the rules pass over is allowed.</summary>
    public IReadOnlyList<string> Against(
        string subject,
        ParsedSchema.Fine candidate,
        IEnumerable<SubjectVersion> versions
    ) =>
        [
            .. AnySchema
                .Judge(
                    LevelOf(state.LevelOf(subject))!.Value,
                    candidate.Schema,
                    [.. versions.Select(version => (version.Version, Stored(version.Id)))]
                )
                .Where(broken => !broken.IsPassedOver)
                .Select(broken => broken.Rule),
        ];

    public static CompatibilityLevel? LevelOf(string? word) =>
        Enum.GetValues<CompatibilityLevel>()
            .Cast<CompatibilityLevel?>()
            .FirstOrDefault(level => WordOf(level!.Value) == word);

    public static string WordOf(CompatibilityLevel level) =>
        JsonNamingPolicy.SnakeCaseUpper.ConvertName(level.ToString());

    private SchemaRead Read(string type, string text, IEnumerable<SchemaReference> references) =>
        AnySchema.Read(
            Enum.Parse<SchemaFormat>(type, ignoreCase: true),
            text,
            [.. references.Select(to => (to.Name, Stored(Find(to)!.Value)))]
        );

    private int? Find(SchemaReference to) => state.Live(to.Subject).Find(version => version.Version == to.Version)?.Id;

    private AnySchema Stored(int id)
    {
        var content = state.Schemas[id];
        return Read(content.Type, content.Text, content.References) is SchemaRead.Fine fine
            ? fine.Schema
            : throw new InvalidDataException($"Schema {id} was taken and can't be read any more.");
    }

    // As a person wrote it but for the space between: two that differ only there are one schema. In Protobuf an end of line ends a comment.
    private static string Compact(AnySchema schema, string text) =>
        schema is AnySchema.OfProtobuf
            ? text.ReplaceLineEndings("\n").Trim()
            : CompactJson(text, schema is AnySchema.OfAvro);

    // Only in Avro a type may stand for an object that says nothing else.
    private static string CompactJson(string text, bool isAvro) =>
        JsonNode.Parse(text) switch
        {
            JsonObject { Count: 1 } made when isAvro && made["type"] is JsonValue simple => simple.ToJsonString(
                AsWritten
            ),
            var json => json!.ToJsonString(AsWritten),
        };
}
