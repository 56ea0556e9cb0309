using System.Collections.Immutable;
using Portal.Core.Schemas;

namespace Portal.Core.Jobs.Tables;

/// <summary>The record's key as columns of a source. Pure.</summary>
/// <param name="Added">Columns that the value doesn't have.</param>
/// <param name="Names">All of the key, as the table names them.</param>
/// <param name="Prefix">Before each of <see cref="Names"/>, where the value has a column of that name; empty for none.</param>
/// <param name="Format">Flink's word.</param>
/// <param name="Schema">The version by which it is read; null: by none.</param>
/// <param name="Text">Of <paramref name="Schema"/>, as the format reads it; null where it needs none.</param>
internal sealed record KeyColumns(
    ImmutableArray<TableColumn> Added,
    ImmutableArray<string> Names,
    string Prefix,
    string Format,
    LiveSchema? Schema,
    string? Text
)
{
    private const string ForCollision = "key_";

    /// <summary>Null twice where the key isn't read.</summary>
    public static (KeyColumns? Columns, TableMade.Not? Problem) Of(
        JobSource? source,
        TopicFacts facts,
        TableShape.Readable value
    )
    {
        if (source is null or { Upsert: false, Key.IsEmpty: true })
        {
            return default;
        }

        if (source.Upsert && facts.CleanupPolicy is { } policy && !facts.IsCompacted)
        {
            return (
                null,
                new(
                    $"Its cleanup.policy is {policy}: the last record of a key goes with its retention, and a changelog of it would miss keys. Choose a compacted topic, or leave upsert out to read each record as a row.",
                    "upsert"
                )
            );
        }

        if (facts.KeySchema is null)
        {
            return source.Key.IsEmpty
                ? (
                    null,
                    new(
                        "Its keys have no schema, so what they are made of isn't known. Name the column that a key becomes: a text, or the fields of a JSON object by commas.",
                        "key"
                    )
                )
                : (Placed(source, value, Typed(source.Key, value), null, null, null), null);
        }

        return TopicShape.Of(facts.KeySchema, isWritten: false) switch
        {
            TableShape.Readable key => source.Key.FirstOrDefault(name => key.Columns.All(c => c.Name != name)) is { } no
                ? (
                    null,
                    new(
                        $"The schema of its keys, {facts.KeySchema.Subject}, has no field {no}; it has {string.Join(", ", key.Columns.Select(c => c.Name))}.",
                        "key"
                    )
                )
                : (Placed(source, value, key.Columns, key.Format, facts.KeySchema, key.Schema), null),
            TableShape.Unreadable(var words) => (
                null,
                new($"The schema of its keys, {facts.KeySchema.Subject}, makes no columns: {words}", "key")
            ),
            var other => throw new InvalidOperationException(other.GetType().Name),
        };
    }

    public IEnumerable<TableOption> Options(bool upsert, TopicFacts facts)
    {
        yield return new("key.format", Format);
        foreach (var option in Text is null ? [] : TableFormats.Registry("key.", Schema!.Subject, Text, facts))
        {
            yield return option;
        }

        if (!upsert)
        {
            yield return new("key.fields", string.Join(';', Names));
        }

        if (Prefix.Length > 0)
        {
            yield return new("key.fields-prefix", Prefix);
        }

        if (!Added.IsEmpty)
        {
            yield return new("value.fields-include", "EXCEPT_KEY");
        }
    }

    // A key that the value repeats is one column of a changelog; else a value that says otherwise has to show.
    private static KeyColumns Placed(
        JobSource source,
        TableShape.Readable value,
        ImmutableArray<TableColumn> key,
        string? format,
        LiveSchema? schema,
        string? text
    )
    {
        format ??= key is [{ Bare: "STRING" }] ? "raw" : "json";
        var own = value.Columns.ToDictionary(c => c.Name, StringComparer.Ordinal);
        if (source.Upsert && key.All(c => own.TryGetValue(c.Name, out var same) && same.Bare == c.Bare))
        {
            return new([], [.. key.Select(c => c.Name)], "", format, schema, text);
        }

        var prefix = key.Any(c => own.ContainsKey(c.Name)) ? ForCollision : "";
        ImmutableArray<TableColumn> added = [.. key.Select(c => c with { Name = $"{prefix}{c.Name}" })];
        return new(added, [.. added.Select(c => c.Name)], prefix, format, schema, text);
    }

    private static ImmutableArray<TableColumn> Typed(ImmutableArray<string> names, TableShape.Readable value) =>
        [
            .. names.Select(name => new TableColumn(
                name,
                value.Columns.FirstOrDefault(c => c.Name == name)?.Bare ?? "STRING"
            )),
        ];
}
