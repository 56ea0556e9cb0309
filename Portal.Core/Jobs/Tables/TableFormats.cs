using System.Collections.Immutable;

namespace Portal.Core.Jobs.Tables;

/// <summary>How records' bytes become a table's columns, as its options.</summary>
internal static class TableFormats
{
    public static IEnumerable<TableOption> Value(TopicFacts facts, TableShape.Readable shape, RowTime time, bool upsert)
    {
        var prefix = upsert ? "value." : "";
        yield return new($"{prefix}format", shape.Format);
        if (time.IsIso)
        {
            yield return new($"{prefix}json.timestamp-format.standard", "ISO-8601");
        }

        if (facts.SkipsErrors && !upsert && shape.Format == "json")
        {
            yield return new("json.ignore-parse-errors", "true");
            // The other one, which is the default, leaves out the fields behind one that doesn't fit its column.
            yield return new("json.decode.json-parser.enabled", "false");
        }

        foreach (
            var option in shape is { Format: "avro-confluent", Schema: { } schema }
                ? Registry(prefix, facts.Schema!.Subject, schema, facts)
                : []
        )
        {
            yield return option;
        }
    }

    /// <param name="prefix">Of the key's or the value's options, or none.</param>
    /// <param name="text">Of the schema.</param>
    public static IEnumerable<TableOption> Registry(string prefix, string subject, string text, TopicFacts facts) =>
        [
            new($"{prefix}avro-confluent.url", facts.Registry!.Addresses),
            new($"{prefix}avro-confluent.subject", subject),
            new($"{prefix}avro-confluent.schema", text),
            .. SecurityOptions.Registry(facts.Registry, $"{prefix}avro-confluent."),
        ];

    /// <summary>Of a topic that is written.</summary>
    public static IEnumerable<TableOption> Key(JobSink? sink, TableShape.Readable shape)
    {
        if (sink is { Key.IsEmpty: false })
        {
            yield return new("key.format", IsText(sink.Key, shape) ? "raw" : "json");
            if (!sink.Upsert)
            {
                yield return new("key.fields", string.Join(';', sink.Key));
            }
        }
    }

    private static bool IsText(ImmutableArray<string> key, TableShape.Readable shape) =>
        key is [var one] && shape.Columns.First(c => c.Name == one).Type.StartsWith("STRING", StringComparison.Ordinal);
}
