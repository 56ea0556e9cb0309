using System.Collections.Immutable;
using System.Globalization;
using Portal.Schemas.Avro;

namespace Portal.Core.Jobs.Tables;

/// <summary>
/// An Avro record as Flink's SQL reads it. Flink compares the columns with the schema type by type, so each is what its own conversion
/// makes of it. Logical types that it can't convert are read as what lies below: microseconds as BIGINT.
/// </summary>
internal sealed class AvroTable(AvroSchema schema, bool isWritten)
{
    private static readonly string[] Converted = ["decimal", "date", "timestamp-millis"];
    private readonly Stack<string> _path = [];
    private readonly HashSet<string> _open = new(StringComparer.Ordinal);

    public static TableShape Of(string text, AvroSchema schema, bool isWritten)
    {
        if (schema.Root is not AvroUse root || schema.Of(root) is not AvroRecord record)
        {
            return new TableShape.Unreadable("Its schema isn't a record, so it has no columns.");
        }

        try
        {
            var table = new AvroTable(schema, isWritten);
            table._open.Add(record.FullName);
            var columns = record.Fields.Select(table.Column);
            return new TableShape.Readable(
                "avro-confluent",
                [.. columns],
                isWritten ? text : AvroText.WithoutOthers(text, Converted)
            );
        }
        catch (NoColumnException no)
        {
            return new TableShape.Unreadable(no.Message);
        }
    }

    private TableColumn Column(AvroField field) =>
        new(field.Name, Field(field))
        {
            Logical = (field.Type as AvroPrimitive)?.Logical?.Name,
            IsRequired = field.Type is not AvroUnion,
        };

    private string Field(AvroField field)
    {
        _path.Push(field.Name);
        var type = Type(field.Type);
        _path.Pop();
        return type;
    }

    private string Type(AvroType type) =>
        type switch
        {
            AvroPrimitive { Kind: AvroKind.Null } => throw No("is always null"),
            AvroUnion { Branches: [AvroPrimitive { Kind: AvroKind.Null }, var other] } => Bare(other),
            AvroUnion { Branches: [var other, AvroPrimitive { Kind: AvroKind.Null }] } => Bare(other),
            _ => $"{Bare(type)} NOT NULL",
        };

    private string Bare(AvroType type) =>
        type switch
        {
            AvroPrimitive primitive => Primitive(primitive),
            AvroArray array => $"ARRAY<{Type(array.Items)}>",
            AvroMap map => $"MAP<STRING NOT NULL, {Type(map.Values)}>",
            AvroUse use => Named(schema.Of(use)),
            _ => throw No("is one of several types"),
        };

    private string Primitive(AvroPrimitive primitive) =>
        (primitive.Kind, Logical(primitive.Logical)) switch
        {
            (_, { Name: "decimal" } number) => Decimal(number),
            (_, { Name: "date" }) => "DATE",
            (_, { Name: "timestamp-millis" }) => "TIMESTAMP(3)",
            (AvroKind.Boolean, _) => "BOOLEAN",
            (AvroKind.Int, _) => "INT",
            (AvroKind.Long, _) => "BIGINT",
            (AvroKind.Float, _) => "FLOAT",
            (AvroKind.Double, _) => "DOUBLE",
            (AvroKind.Bytes, _) => "BYTES",
            _ => "STRING",
        };

    private string Named(AvroNamed named)
    {
        switch (named)
        {
            case AvroEnum when isWritten:
                throw No("is an enum, which Flink's SQL can read but not write");
            case AvroEnum:
                return "STRING";
            case AvroFixed { Logical: { } logical } when Logical(logical) is { Name: "decimal" } number:
                return Decimal(number);
            case AvroFixed @fixed:
                return string.Create(CultureInfo.InvariantCulture, $"VARBINARY({@fixed.Size})");
            case AvroRecord record when !_open.Add(record.FullName):
                throw No($"holds itself ({record.FullName})");
            case AvroRecord record:
                var fields = record.Fields.Select(f => $"`{f.Name}` {Field(f)}").ToList();
                _open.Remove(record.FullName);
                return $"ROW<{string.Join(", ", fields)}>";
            default:
                throw new InvalidOperationException(named.GetType().Name);
        }
    }

    // What is written must carry the schema as it is registered, with every logical type.
    private AvroLogical? Logical(AvroLogical? logical) =>
        logical is null || Converted.Contains(logical.Name) || logical.Name == "uuid" ? logical
        : isWritten ? throw No($"is a {logical.Name}, which Flink's SQL can't write")
        : null;

    private static string Decimal(AvroLogical number) =>
        string.Create(CultureInfo.InvariantCulture, $"DECIMAL({number.Precision}, {number.Scale ?? 0})");

    private NoColumnException No(string why) =>
        new($"The field {string.Join('.', _path.Reverse())} of its schema {why}.");

    private sealed class NoColumnException(string words) : Exception(words);
}
