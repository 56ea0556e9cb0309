using System.Collections.Immutable;
using Portal.Schemas.Fields;
using Portal.Schemas.Text;

namespace Portal.Schemas.Avro;

/// <summary>The fields of a schema in the order of their declarations, each before those within it.</summary>
internal static class AvroFields
{
    /// <summary>Endless only for who doesn't stop taking: records that hold each other often are told as often.</summary>
    public static IEnumerable<SchemaField> Of(AvroSchema schema) => Within(schema, schema.Root, "", []);

    // A record that holds itself is told once on its way.
    private static IEnumerable<SchemaField> Within(
        AvroSchema schema,
        AvroType type,
        string path,
        ImmutableHashSet<string> open
    ) =>
        type switch
        {
            AvroUse use
                when !open.Contains(use.FullName)
                    && open.Count < SchemaField.Deepest
                    && schema.Of(use) is AvroRecord record => record.Fields.SelectMany(field =>
                Of(schema, field, path, open.Add(use.FullName))
            ),
            AvroArray array => Within(schema, array.Items, SchemaField.Items(path), open),
            AvroMap map => Within(schema, map.Values, SchemaField.Values(path), open),
            AvroUnion union => union.Branches.SelectMany(branch => Within(schema, branch, path, open)),
            _ => [],
        };

    private static IEnumerable<SchemaField> Of(
        AvroSchema schema,
        AvroField field,
        string path,
        ImmutableHashSet<string> open
    )
    {
        var at = SchemaField.Below(path, field.Name);
        SchemaField own = new(at, Word(schema, field.Type), field.Default is null, field.Default?.ToJson(), field.Doc);
        return Within(schema, field.Type, at, open).Prepend(own);
    }

    private static string Word(AvroSchema schema, AvroType type) =>
        type switch
        {
            AvroUse use when schema.Of(use) is AvroEnum choice => $"enum of {string.Join(", ", choice.Symbols)}",
            AvroUse use => schema.Of(use).Word,
            AvroArray array => $"array of {Word(schema, array.Items)}",
            AvroMap map => $"map of {Word(schema, map.Values)}",
            AvroUnion union => string.Join(" or ", union.Branches.Select(branch => Word(schema, branch))),
            _ => type.Word,
        };
}
