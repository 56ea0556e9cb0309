namespace Portal.Schemas.Fields;

/// <summary>Two versions of a schema field by field, by their paths. A field that was renamed was removed and another added.</summary>
public static class FieldDiff
{
    // What a reader of the right takes for one of the left without loss, in each format's own words.
    private static readonly HashSet<(string Before, string After)> Wider =
    [
        ("int", "long"),
        ("int", "float"),
        ("int", "double"),
        ("long", "float"),
        ("long", "double"),
        ("float", "double"),
        ("integer", "number"),
        ("int32", "int64"),
        ("uint32", "uint64"),
    ];

    /// <summary>Removed ones first, then what changed and what was added in the order of the later version.</summary>
    public static IReadOnlyList<FieldChange> Of(IReadOnlyList<SchemaField> before, IReadOnlyList<SchemaField> after)
    {
        var (then, now) = (ByPath(before), ByPath(after));
        return
        [
            .. then
                .Values.Where(field => !now.ContainsKey(field.Path))
                .Select(field => new FieldChange(field.Path, FieldChangeKind.Removed, field.Type)),
            .. now.Values.Select(field => Between(then.GetValueOrDefault(field.Path), field)).OfType<FieldChange>(),
        ];
    }

    private static FieldChange? Between(SchemaField? before, SchemaField after)
    {
        if (before is null)
        {
            return new(after.Path, FieldChangeKind.Added, Whole(after));
        }

        var words = string.Join("; ", Words(before, after));
        return words.Length == 0 ? null : new(after.Path, FieldChangeKind.Changed, words);
    }

    private static IEnumerable<string> Words(SchemaField before, SchemaField after)
    {
        if (before.Type != after.Type)
        {
            yield return $"{(IsWider(before.Type, after.Type) ? "type widened" : "type")}: {before.Type} → {after.Type}";
        }

        if (before.Default != after.Default)
        {
            yield return $"default: {before.Default ?? "none"} → {after.Default ?? "none"}";
        }

        // Where a default says it, it isn't said twice.
        if (before.IsRequired != after.IsRequired && before.Default == after.Default)
        {
            yield return after.IsRequired ? "now required" : "no longer required";
        }

        if (before.Doc != after.Doc)
        {
            yield return "description changed";
        }
    }

    private static string Whole(SchemaField field) =>
        field.Default is { } value ? $"{field.Type}, default {value}"
        : field.IsRequired ? $"{field.Type}, required"
        : field.Type;

    private static bool IsWider(string before, string after)
    {
        var (then, now) = (Branches(before), Branches(after));
        return then.All(type => now.Any(wider => wider == type || Wider.Contains((type, wider))));
    }

    private static string[] Branches(string type) => type.Split(" or ");

    // The branches of a union may hold fields of one path: the first is shown.
    private static Dictionary<string, SchemaField> ByPath(IEnumerable<SchemaField> fields) =>
        fields.DistinctBy(field => field.Path).ToDictionary(field => field.Path, StringComparer.Ordinal);
}
