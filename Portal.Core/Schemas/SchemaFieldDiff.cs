using Portal.Schemas.Fields;
using Portal.Schemas.Formats;

namespace Portal.Core.Schemas;

/// <summary>What a new version of a subject changes, field by field.</summary>
public static class SchemaFieldDiff
{
    // What lies beyond isn't compared, and where it is it is said.
    private const int Most = 2_000;

    /// <returns>Null where one of the texts can't be read here: it refers to others, or isn't a schema.</returns>
    public static IReadOnlyList<FieldChange>? Of(SchemaType type, string? before, string after)
    {
        var (then, now) = (before is null ? [] : Fields(type, before), Fields(type, after));
        return then is null || now is null ? null : FieldDiff.Of(then, now);
    }

    private static IReadOnlyList<SchemaField>? Fields(SchemaType type, string text) =>
        text.Length <= SchemaText.Longest && SchemaText.Read(type, text) is SchemaRead.Fine { Schema: var schema }
            ? schema.Fields(Most)
            : null;
}
