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

    /// <summary>
    /// Those whose number changed first, because records that were written before are then read as something else; then removed ones, then what changed
    /// and what was added in the order of the later version.
    /// </summary>
    public static IReadOnlyList<FieldChange> Of(IReadOnlyList<SchemaField> before, IReadOnlyList<SchemaField> after)
    {
        var (then, now) = (ByPath(before), ByPath(after));
        var later = now.Select(field => (Before: then.GetValueOrDefault(field.Key), After: field.Value))
            .ToLookup(pair => pair.Before is { } known && known.Number != pair.After.Number);
        return
        [
            .. Changes(later[true]),
            .. then.Where(field => !now.ContainsKey(field.Key))
                .Select(field => new FieldChange(field.Value.Path, FieldChangeKind.Removed, Named(field.Value))),
            .. Changes(later[false]),
        ];
    }

    private static IEnumerable<FieldChange> Changes(IEnumerable<(SchemaField? Before, SchemaField After)> pairs) =>
        pairs.Select(pair => Between(pair.Before, pair.After)).OfType<FieldChange>();

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
        if (before.Number != after.Number)
        {
            yield return $"number: {before.Number} → {after.Number}";
        }

        if (before.Type != after.Type)
        {
            yield return $"{(IsWider(before.Type, after.Type) ? "type widened" : "type")}: {before.Type} → {after.Type}";
        }
        else if (before.Rest.Type != after.Rest.Type)
        {
            yield return "type changed, beyond what is shown of it";
        }

        var isSameDefault = before.Default == after.Default && before.Rest.Default == after.Rest.Default;
        if (before.Default != after.Default)
        {
            yield return $"default: {before.Default ?? "none"} → {after.Default ?? "none"}";
        }
        else if (!isSameDefault)
        {
            yield return "default changed, beyond what is shown of it";
        }

        // Where a default says it, it isn't said twice.
        if (before.IsRequired != after.IsRequired && isSameDefault)
        {
            yield return after.IsRequired ? "now required" : "no longer required";
        }

        if (before.Doc != after.Doc || before.Rest.Doc != after.Rest.Doc)
        {
            yield return "description changed";
        }
    }

    private static string Whole(SchemaField field) =>
        field.Default is { } value ? $"{Named(field)}, default {value}"
        : field.IsRequired ? $"{Named(field)}, required"
        : Named(field);

    private static string Named(SchemaField field) =>
        field.Number is { } number ? $"{field.Type}, number {number}" : field.Type;

    private static bool IsWider(string before, string after)
    {
        var (then, now) = (Branches(before), Branches(after));
        return then.All(type => now.Any(wider => wider == type || Wider.Contains((type, wider))));
    }

    private static string[] Branches(string type) => type.Split(" or ");

    // The branches of a union may hold fields of one path: the first is shown.
    private static Dictionary<(string, ulong), SchemaField> ByPath(IEnumerable<SchemaField> fields) =>
        fields.DistinctBy(Key).ToDictionary(Key);

    private static (string, ulong) Key(SchemaField field) => (field.Path, field.Rest.Path);
}
