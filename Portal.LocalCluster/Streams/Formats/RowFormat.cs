using System.Collections.Immutable;
using Portal.LocalCluster.Streams.Types;

namespace Portal.LocalCluster.Streams.Formats;

/// <summary>A column that is read from a record's bytes or written to them.</summary>
public sealed record Field(string Name, SqlType Type);

/// <summary>How a record's key or value becomes columns, and columns its bytes.</summary>
public interface IRowFormat
{
    /// <returns>A value for each column; null: the record is left out.</returns>
    /// <exception cref="SqlDataException">It can't be read.</exception>
    object?[]? Decode(byte[] bytes);

    /// <summary>Of a record without a key or value.</summary>
    /// <returns>As of <see cref="Decode"/>.</returns>
    object?[]? DecodeNull() => null;

    /// <returns>Null: the record has no key, or no value.</returns>
    byte[]? Encode(object?[] values);
}

/// <summary>The options of a table, and which of them a format has used.</summary>
/// <param name="Prefix">Of the key's or the value's: "key.", "value." or none.</param>
public sealed record FormatOptions(IReadOnlyDictionary<string, string> Options, string Prefix)
{
    public string? Get(string name) => Options.GetValueOrDefault(Prefix + name) ?? Options.GetValueOrDefault(name);

    public bool IsOn(string name) => string.Equals(Get(name), "true", StringComparison.OrdinalIgnoreCase);
}

public static class RowFormats
{
    private static readonly ImmutableArray<string> Known = ["avro-confluent", "csv", "json", "raw"];

    /// <summary>Those of a format, as a table names them without <c>key.</c> or <c>value.</c> before them.</summary>
    /// <param name="name">Null: the table has no format there.</param>
    public static ImmutableArray<string> Options(string? name) =>
        name switch
        {
            "json" =>
            [
                "json.decode.json-parser.enabled",
                "json.encode.decimal-as-plain-number",
                "json.encode.ignore-null-fields",
                "json.fail-on-missing-field",
                "json.ignore-parse-errors",
                "json.timestamp-format.standard",
            ],
            "csv" => ["csv.field-delimiter", "csv.ignore-parse-errors", "csv.null-literal"],
            "avro-confluent" =>
            [
                "avro-confluent.basic-auth.credentials-source",
                "avro-confluent.basic-auth.user-info",
                "avro-confluent.bearer-auth.credentials-source",
                "avro-confluent.bearer-auth.token",
                "avro-confluent.schema",
                "avro-confluent.subject",
                "avro-confluent.url",
            ],
            "raw" => ["raw.charset", "raw.endianness"],
            _ => [],
        };

    /// <exception cref="SqlDataException">There is no such format, or it can't have these columns; in words.</exception>
    public static IRowFormat Make(string name, IReadOnlyList<Field> fields, FormatOptions options) =>
        name switch
        {
            "json" => new JsonFormat(fields, options),
            "raw" => new RawFormat(fields, options),
            "csv" => new CsvFormat(fields, options),
            "avro-confluent" => new AvroFormat(fields, options),
            _ => throw new SqlDataException(
                $"Could not find any format factory for identifier '{name}' in the classpath. Available: {string.Join(", ", Known)}."
            ),
        };
}
