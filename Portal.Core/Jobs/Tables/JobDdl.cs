using System.Collections.Immutable;

namespace Portal.Core.Jobs.Tables;

/// <summary>
/// CREATE TABLE for a topic, generated and never typed: so what a job reads and writes is what was approved, and its sinks are
/// exactly-once unless somebody asked for less.
/// </summary>
internal static class JobDdl
{
    private const string Database = "CREATE DATABASE IF NOT EXISTS";
    private const int WatermarkSeconds = 5;
    private const string TimeType = "TIMESTAMP_LTZ(3)";

    public static string Of(string cluster) => $"{Database} {Quoted(cluster)}";

    /// <summary>The statement, or what keeps the table from being made.</summary>
    public static (TableStatement? Statement, string? Problem) Of(
        string job,
        string cluster,
        string topic,
        TopicFacts facts,
        TableShape.Readable shape,
        JobDefinition definition
    )
    {
        var sink = definition.Writes.FirstOrDefault(w => w.Table == $"{cluster}.{topic}");
        var key = sink?.Key ?? [];
        if (key.FirstOrDefault(k => shape.Columns.All(c => c.Name != k)) is { } unknown)
        {
            return (
                null,
                $"It has no column {unknown}, which its key names; there is {string.Join(", ", shape.Columns.Select(c => c.Name))}."
            );
        }

        if (sink is { Upsert: true, Key.IsEmpty: true })
        {
            return (null, "An upsert needs a key: name the columns by which one record replaces another.");
        }

        var time = TimeOf(shape);
        var columns = shape
            .Columns.Select(c => $"{Quoted(c.Name)} {c.Type}")
            .Append($"{Quoted(time)} {TimeType} METADATA FROM 'timestamp' VIRTUAL");
        if (sink is not { Upsert: true })
        {
            columns = columns.Append(
                $"WATERMARK FOR {Quoted(time)} AS {Quoted(time)} - INTERVAL '{WatermarkSeconds}' SECOND"
            );
        }
        else
        {
            columns = columns.Append($"PRIMARY KEY ({string.Join(", ", key.Select(Quoted))}) NOT ENFORCED");
        }

        var head = $"CREATE TEMPORARY TABLE {Quoted(cluster)}.{Quoted(topic)} (\n  {string.Join(",\n  ", columns)}\n)";
        return (new(head, [.. Options(job, topic, facts, shape, sink, definition)]), null);
    }

    /// <summary>Those of the schema, and the record's own time.</summary>
    public static ImmutableArray<TableColumn> Columns(TableShape.Readable shape) =>
        [.. shape.Columns, new(TimeOf(shape), TimeType)];

    private static string TimeOf(TableShape.Readable shape) =>
        shape.Columns.Any(c => c.Name == "event_time") ? "record_time" : "event_time";

    private static IEnumerable<TableOption> Options(
        string job,
        string topic,
        TopicFacts facts,
        TableShape.Readable shape,
        JobSink? sink,
        JobDefinition definition
    )
    {
        var upsert = sink is { Upsert: true };
        var format = upsert ? "value." : "";
        yield return new("connector", upsert ? "upsert-kafka" : "kafka");
        foreach (
            var option in SinkOptions
                .Place(facts.Scratch ?? topic, facts)
                .Append(SinkOptions.Timeout)
                .Concat(SourceOptions.Of(job, facts, upsert, definition))
        )
        {
            yield return option;
        }

        yield return new($"{format}format", shape.Format);
        if (facts.SkipsErrors && !upsert && shape.Format == "json")
        {
            yield return new("json.ignore-parse-errors", "true");
            // The other one, which is the default, leaves out the fields behind one that doesn't fit its column.
            yield return new("json.decode.json-parser.enabled", "false");
        }

        if (shape is { Format: "avro-confluent", Schema: { } schema })
        {
            yield return new($"{format}avro-confluent.url", facts.Registry!.Addresses);
            yield return new($"{format}avro-confluent.subject", facts.Schema!.Subject);
            yield return new($"{format}avro-confluent.schema", schema);
            foreach (var option in SecurityOptions.Registry(facts.Registry, $"{format}avro-confluent."))
            {
                yield return option;
            }
        }

        if (sink is { Key.IsEmpty: false })
        {
            yield return new("key.format", IsText(sink.Key, shape) ? "raw" : "json");
            if (!upsert)
            {
                yield return new("key.fields", string.Join(';', sink.Key));
            }
        }

        foreach (var option in SinkOptions.Delivery(job, topic, facts, definition))
        {
            yield return option;
        }
    }

    private static bool IsText(ImmutableArray<string> key, TableShape.Readable shape) =>
        key is [var one] && shape.Columns.First(c => c.Name == one).Type.StartsWith("STRING", StringComparison.Ordinal);

    public static string Quoted(string name) => $"`{name.Replace("`", "``", StringComparison.Ordinal)}`";
}
