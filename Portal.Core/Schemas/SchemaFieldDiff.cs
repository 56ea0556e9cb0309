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
        var (then, now) = (before is null ? [] : Fields(type, before), Fields(type, after));
        return then is null || now is null ? null : FieldDiff.Of(then, now);
    }

    private static IReadOnlyList<SchemaField>? Fields(SchemaType type, string text) =>
        text.Length <= SchemaText.Longest
        && SchemaText.Read(type, text) is SchemaRead.Fine { Schema: var schema }
        && schema.Fields(Most + 1) is { Count: <= Most } fields
            ? fields
            : null;
}
