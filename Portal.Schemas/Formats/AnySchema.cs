using Portal.Schemas.Avro;
using Portal.Schemas.Compatibility;
using Portal.Schemas.Fields;
using Portal.Schemas.Json;
using Portal.Schemas.Protobuf;
using Portal.Schemas.Text;

namespace Portal.Schemas.Formats;

/// <summary>What became of a schema's text, whatever its format.</summary>
public abstract record SchemaRead
{
    private SchemaRead() { }

    public sealed record Fine(AnySchema Schema) : SchemaRead;

    /// <param name="LacksImports">It names files that aren't among its references; else nothing was found.</param>
    public sealed record Broken(IReadOnlyList<TextFault> Faults, bool LacksImports = false) : SchemaRead;

    /// <summary>It can't be read here, and the registry has to: nothing is said against the text.</summary>
    public sealed record Unread(string Why) : SchemaRead;
}

/// <summary>A schema of any format, for those who only want to know whether it is one and who can read it.</summary>
public abstract record AnySchema
{
    private static readonly ReadCache<SchemaRead> Known = new();

    private AnySchema() { }

    public sealed record OfAvro(AvroSchema Schema) : AnySchema;

    public sealed record OfJson(JsonSchema Schema) : AnySchema;

    public sealed record OfProtobuf(ProtobufSchema Schema) : AnySchema;

    /// <param name="references">What it may refer to, by the names it does that with.</param>
    public static SchemaRead Read(
        SchemaFormat format,
        string text,
        IReadOnlyList<(string Name, AnySchema Schema)> references
    ) =>
        // Protobuf keeps what it read itself, with its imports.
        references.Count == 0
        && format != SchemaFormat.Protobuf
            ? Known.Get($"{format} {text}", () => ReadAnew(format, text, references), _ => true)
            : ReadAnew(format, text, references);

    private static SchemaRead ReadAnew(
        SchemaFormat format,
        string text,
        IReadOnlyList<(string Name, AnySchema Schema)> references
    ) =>
        format switch
        {
            SchemaFormat.Avro => AvroReading.Read(
                text,
                references.Select(r => r.Schema).OfType<OfAvro>().Select(a => a.Schema)
            ) switch
            {
                AvroRead.Fine fine => new SchemaRead.Fine(new OfAvro(fine.Schema)),
                var broken => new SchemaRead.Broken(((AvroRead.Broken)broken).Faults),
            },
            SchemaFormat.Protobuf => ProtobufReading.Read(
                text,
                [
                    .. references
                        .Where(reference => reference.Schema is OfProtobuf)
                        .Select(reference => (reference.Name, ((OfProtobuf)reference.Schema).Schema)),
                ]
            ) switch
            {
                ProtobufRead.Fine fine => new SchemaRead.Fine(new OfProtobuf(fine.Schema)),
                ProtobufRead.Unread unread => new SchemaRead.Unread(unread.Why),
                var broken => new SchemaRead.Broken(
                    ((ProtobufRead.Broken)broken).Faults,
                    ((ProtobufRead.Broken)broken).LacksImports
                ),
            },
            _ => JsonSchemaReading.Read(text, Named(references)) switch
            {
                JsonSchemaRead.Fine fine => new SchemaRead.Fine(new OfJson(fine.Schema)),
                var broken => new SchemaRead.Broken(((JsonSchemaRead.Broken)broken).Faults),
            },
        };

    /// <summary>The paths of fields begin with the same messages as the other's, where they begin with messages.</summary>
    public bool HasSameRoots(AnySchema other) =>
        (this, other) is not (OfProtobuf own, OfProtobuf others)
        || ProtobufFields
            .Roots(own.Schema)
            .Select(root => root.Name)
            .ToHashSet(StringComparer.Ordinal)
            .SetEquals(ProtobufFields.Roots(others.Schema).Select(root => root.Name));

    /// <summary>Its fields, the first <paramref name="most"/> of them.</summary>
    /// <param name="namesRoot">Each path begins with its message, where fields lie in messages; else only where there are several.</param>
    public IReadOnlyList<SchemaField> Fields(int most, bool namesRoot = false) =>
        [
            .. (
                this switch
                {
                    OfAvro avro => AvroFields.Of(avro.Schema),
                    OfJson json => JsonFields.Of(json.Schema),
                    OfProtobuf protobuf => ProtobufFields.Of(protobuf.Schema, namesRoot),
                    _ => [],
                }
            )
                .Take(most)
                .Select(field => field.InShort()),
        ];

    /// <summary>Every rule of a level that a new version would break.</summary>
    public static IReadOnlyList<Incompatibility> Judge(
        CompatibilityLevel level,
        AnySchema candidate,
        IReadOnlyList<(int Version, AnySchema Schema)> versions
    ) => CompatibilityJudge.Judge(level, candidate, versions, Unreadable);

    private static IReadOnlyList<Unreadable> Unreadable(AnySchema reader, AnySchema writer) =>
        (reader, writer) switch
        {
            (OfAvro r, OfAvro w) => AvroCompatibility.Unreadable(r.Schema, w.Schema),
            (OfJson r, OfJson w) => JsonCompatibility.Unreadable(r.Schema, w.Schema),
            (OfProtobuf r, OfProtobuf w) => ProtobufCompatibility.Unreadable(r.Schema, w.Schema),
            _ => [new("", "They are written in two formats.", Offset: null)],
        };

    private static Dictionary<string, JsonSchema> Named(IReadOnlyList<(string Name, AnySchema Schema)> references) =>
        references
            .Where(reference => reference.Schema is OfJson)
            .DistinctBy(reference => reference.Name)
            .ToDictionary(r => r.Name, r => ((OfJson)r.Schema).Schema, StringComparer.Ordinal);
}
