using Portal.Schemas.Fields;
using Portal.Schemas.Formats;

namespace Portal.Core.Schemas;

/// <summary>What a new version of a subject changes, field by field.</summary>
public static class SchemaFieldDiff
{
    private const int Most = 2_000;

    /// <returns>Null where one of the texts can't be compared here: it refers to others, has too many fields, or isn't a schema.</returns>
    public static IReadOnlyList<FieldChange>? Of(SchemaType type, string? before, string after)
    {
        var (was, now) = (before is null ? null : Read(type, before), Read(type, after));
        return now is null || (before is not null && was is null) ? null : Of(was, now);
    }

    /// <param name="was">Null: it is the first.</param>
    /// <returns>Null where one of them has too many fields.</returns>
    public static IReadOnlyList<FieldChange>? Of(AnySchema? was, AnySchema now)
    {
        // A message that joins another one would else move every path.
        var namesRoot = was is not null && !now.HasSameRoots(was);
        return (was is null ? [] : Fields(was, namesRoot), Fields(now, namesRoot)) is ({ } older, { } newer)
            ? FieldDiff.Of(older, newer)
            : null;
    }

    private static AnySchema? Read(SchemaType type, string text) =>
        text.Length <= SchemaText.Longest && SchemaText.Read(type, text) is SchemaRead.Fine { Schema: var schema }
            ? schema
            : null;

    private static IReadOnlyList<SchemaField>? Fields(AnySchema schema, bool namesRoot) =>
        schema.Fields(Most + 1, namesRoot) is { Count: <= Most } fields ? fields : null;
}
