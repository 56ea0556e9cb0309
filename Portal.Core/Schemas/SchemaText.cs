using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Portal.Schemas.Avro;
using Portal.Schemas.Formats;
using Portal.Schemas.Protobuf;
using Portal.Schemas.Text;

namespace Portal.Core.Schemas;

/// <summary>A schema's text as far as it is understood here: whether it can be read, and whether two say the same.</summary>
public static class SchemaText
{
    /// <summary>The characters that a text may have which the portal registers.</summary>
    public const int Longest = 128 * 1024;

    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = JsonReading.DeepestNesting };

    /// <summary>
    /// What is wrong with the text, with line and column, for who typed it; null when the registry may be asked. What a text with references
    /// names is looked up by the registry alone.
    /// </summary>
    public static IEnumerable<string> Problems(SchemaType type, string text, bool hasReferences)
    {
        if (text.Trim().Length == 0)
        {
            return ["Enter the schema."];
        }

        return (type, hasReferences) switch
        {
            (SchemaType.Protobuf, true) => Read(type, text) is SchemaRead.Broken { LacksImports: false } wrong
                ? wrong.Faults.Select(f => $"{f}")
                : [],
            (_, true) => JsonReading.Read(Encoding.UTF8.GetBytes(text)).Fault is { } broken ? [$"{broken}"] : [],
            _ => Read(type, text) is SchemaRead.Broken { Faults: var faults } ? faults.Select(f => $"{f}") : [],
        };
    }

    /// <summary>The schema that a text says, for those who compare; of a text without references.</summary>
    public static SchemaRead Read(SchemaType type, string text) => Read(type, text, []);

    /// <param name="references">What the text builds on, by the names it uses for them.</param>
    public static SchemaRead Read(
        SchemaType type,
        string text,
        IReadOnlyList<(string Name, AnySchema Schema)> references
    ) => AnySchema.Read(Format(type), text, references);

    /// <summary>
    /// Whether a registry has what was requested: both say the same. How they are laid out and, in JSON, the order of keys don't count; in Avro how
    /// names are written neither, and in Protobuf no comments where the registry has none.
    /// </summary>
    /// <param name="kept">As the registry has it.</param>
    /// <param name="wanted">As it was requested.</param>
    public static bool IsSame(SchemaType type, string kept, string wanted)
    {
        if (kept == wanted)
        {
            return true;
        }

        if (type == SchemaType.Protobuf)
        {
            return ProtobufSpelling.IsSame(kept, wanted);
        }

        try
        {
            using var first = JsonDocument.Parse(kept, Deep);
            using var second = JsonDocument.Parse(wanted, Deep);
            return type == SchemaType.Avro
                ? AvroSpelling.IsSame(first.RootElement, second.RootElement)
                : JsonElement.DeepEquals(first.RootElement, second.RootElement);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>Whether both write the same bytes: they differ at most in what data don't carry. Known of Avro; null elsewhere.</summary>
    public static bool? WritesTheSame(SchemaType type, string one, string other) =>
        type == SchemaType.Avro && (Avro(one), Avro(other)) is ({ } before, { } after)
            ? AvroCanonical.WriteTheSame(before.Schema, after.Schema)
            : null;

    /// <summary>The full names of the records that a text declares at its top, by which clients may name its subject.</summary>
    public static IReadOnlyList<string> RecordNames(SchemaType type, string text) =>
        Portal.Schemas.Formats.RecordNames.Of(Format(type), text);

    /// <summary>A text in a few characters, to tell it from another in a sentence: "12 lines, 3f2a91c0".</summary>
    public static string InShort(string text)
    {
        var lines = text.Count(c => c == '\n') + 1;
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..8];
        return $"{lines} line{(lines == 1 ? "" : "s")}, {hash}";
    }

    private static SchemaFormat Format(SchemaType type) =>
        type switch
        {
            SchemaType.Avro => SchemaFormat.Avro,
            SchemaType.Protobuf => SchemaFormat.Protobuf,
            _ => SchemaFormat.Json,
        };

    private static AnySchema.OfAvro? Avro(string text) =>
        (Read(SchemaType.Avro, text) as SchemaRead.Fine)?.Schema as AnySchema.OfAvro;
}
