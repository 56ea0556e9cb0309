namespace Portal.Schemas.Avro;

/// <summary>The parts of "Schema Resolution" that look at two declarations alone.</summary>
internal static class AvroMatch
{
    /// <summary>Unqualified names, or an alias of the reader's that is the writer's full name.</summary>
    public static bool Names(AvroNamed reader, AvroNamed writer) =>
        reader.ShortName == writer.ShortName || reader.Aliases.Contains(writer.FullName);

    public static bool Kinds(AvroNamed reader, AvroNamed writer) => reader.GetType() == writer.GetType();

    public static bool Promotes(AvroKind reader, AvroKind writer) =>
        reader == writer
        || (writer, reader)
            is
                (AvroKind.Int, AvroKind.Long or AvroKind.Float or AvroKind.Double)
                or
                (AvroKind.Long, AvroKind.Float or AvroKind.Double)
                or
                (AvroKind.Float, AvroKind.Double)
                or
                (AvroKind.String, AvroKind.Bytes)
                or
                (AvroKind.Bytes, AvroKind.String);

    public static bool Symbols(AvroEnum reader, AvroEnum writer) =>
        reader.Default is not null || Unknown(reader, writer).Length == 0;

    public static string[] Unknown(AvroEnum reader, AvroEnum writer) => [.. writer.Symbols.Except(reader.Symbols)];

    /// <summary>The written fields that a reader's field may be: none, one, or more than can be told apart.</summary>
    public static AvroField[] Written(AvroField field, AvroRecord writer) => writer.Among(field.Name, field.Aliases);

    /// <summary>
    /// The other field that Avro's Java reads a written one as: it renames what was written by the aliases of the reader, the last of which counts
    /// (Schema.applyAliases), before it looks for names. Null: there is none, or a default stands for what is taken away.
    /// </summary>
    public static AvroField? Taker(AvroField field, AvroRecord reader, AvroField written) =>
        field.Default is null && reader.ByAlias(written.Name) is { } taker && taker.Name != field.Name ? taker : null;
}
