using Portal.Core.Schemas;
using Portal.Schemas.Fields;
using Portal.Schemas.Formats;

namespace Portal.Web.Features.Schemas;

/// <summary>A field that differs between two versions.</summary>
/// <param name="Before">Its type and default; null: it wasn't there.</param>
/// <param name="After">Null: it is gone.</param>
internal sealed record FieldChange(string Path, string Word, string? Before, string? After)
{
    private const int Most = 1_000;

    /// <summary>In the order of the second, then those that are gone. None where one of the texts can't be read by itself.</summary>
    public static IReadOnlyList<FieldChange> Between(SeenSchema from, SeenSchema to)
    {
        if (Fields(from) is not { } before || Fields(to) is not { } after)
        {
            return [];
        }

        return
        [
            .. after.Values.Select(field => Changed(before.GetValueOrDefault(field.Path), field)).OfType<FieldChange>(),
            .. before
                .Values.Where(field => !after.ContainsKey(field.Path))
                .Select(field => new FieldChange(field.Path, "removed", Words(field), null)),
        ];
    }

    private static FieldChange? Changed(SchemaField? before, SchemaField after) =>
        before switch
        {
            null => new(after.Path, "added", null, Words(after)),
            _ when before.Type != after.Type => new(after.Path, "type", Words(before), Words(after)),
            _ when before.Default != after.Default => new(after.Path, "default", Words(before), Words(after)),
            _ when before.IsRequired != after.IsRequired => new(after.Path, "required", Words(before), Words(after)),
            _ when before.Doc != after.Doc => new(after.Path, "meaning", before.Doc ?? "–", after.Doc ?? "–"),
            _ => null,
        };

    private static string Words(SchemaField field) =>
        field.Default is { } value ? $"{field.Type}, default {value}"
        : field.IsRequired ? $"{field.Type}, required"
        : field.Type;

    private static Dictionary<string, SchemaField>? Fields(SeenSchema version) =>
        version.Text.Length <= SchemaText.Longest
        && SchemaText.Read(version.Type, version.Text) is SchemaRead.Fine { Schema: var schema }
            ? schema
                .Fields(Most)
                .DistinctBy(field => field.Path)
                .ToDictionary(field => field.Path, StringComparer.Ordinal)
            : null;
}
