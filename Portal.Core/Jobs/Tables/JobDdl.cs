using System.Collections.Immutable;

namespace Portal.Core.Jobs.Tables;

/// <summary>
/// CREATE TABLE for a topic, generated and never typed: so what a job reads and writes is what was approved, and its sinks are
/// exactly-once unless somebody asked for less.
/// </summary>
internal static class JobDdl
{
    private const string Database = "CREATE DATABASE IF NOT EXISTS";

    public static string Of(string cluster) => $"{Database} {Quoted(cluster)}";

    /// <summary>The statement, or what keeps the table from being made.</summary>
    public static TableMade Of(
        string job,
        string cluster,
        string topic,
        TopicFacts facts,
        TableShape.Readable shape,
        JobDefinition definition
    )
    {
        var sink = definition.Writes.FirstOrDefault(w => w.Table == $"{cluster}.{topic}");
        var source = definition.SourceOf($"{cluster}.{topic}");
        var written = sink?.Key ?? [];
        if (written.FirstOrDefault(k => shape.Columns.All(c => c.Name != k)) is { } unknown)
        {
            return new TableMade.Not(
                $"It has no column {unknown}, which its key names; there is {string.Join(", ", shape.Columns.Select(c => c.Name))}."
            );
        }

        if (sink is { Upsert: true, Key.IsEmpty: true })
        {
            return new TableMade.Not("An upsert needs a key: name the columns by which one record replaces another.");
        }

        var (key, misread) = KeyColumns.Of(source, facts, shape);
        var (time, untimed) = Time(shape, key, source);
        if ((misread ?? untimed) is { } problem)
        {
            return problem;
        }

        var declared = time!.Declarations.ToList();
        if (sink is not { Upsert: true })
        {
            declared.Add(time.Watermark(source));
        }

        if (Primary(sink, source, key) is { IsEmpty: false } primary)
        {
            declared.Add($"PRIMARY KEY ({string.Join(", ", primary.Select(Quoted))}) NOT ENFORCED");
        }

        var head = $"CREATE TEMPORARY TABLE {Quoted(cluster)}.{Quoted(topic)} (\n  {string.Join(",\n  ", declared)}\n)";
        return new TableMade.Fine(
            new(head, [.. Options(job, topic, facts, shape, (sink, source, key, time), definition)]),
            [.. time.Columns],
            key is { Schema: not null }
        );
    }

    // The key's columns stand behind the value's.
    private static (RowTime? Time, TableMade.Not? Problem) Time(
        TableShape.Readable shape,
        KeyColumns? key,
        JobSource? source
    )
    {
        var physical = shape.Columns.AddRange(key?.Added ?? []);
        return source is { EventTime: { } field }
            ? RowTime.OfField(physical, shape.Columns, field)
            : (RowTime.OfTimestamp(physical), null);
    }

    private static ImmutableArray<string> Primary(JobSink? sink, JobSource? source, KeyColumns? key) =>
        sink is { Upsert: true } ? sink.Key
        : source is { Upsert: true } ? key!.Names
        : [];

    private static IEnumerable<TableOption> Options(
        string job,
        string topic,
        TopicFacts facts,
        TableShape.Readable shape,
        (JobSink? Sink, JobSource? Source, KeyColumns? Key, RowTime Time) read,
        JobDefinition definition
    )
    {
        var upsert = read is { Sink.Upsert: true } or { Source.Upsert: true };
        yield return new("connector", upsert ? "upsert-kafka" : "kafka");
        foreach (
            var option in SinkOptions
                .Place(facts.Scratch ?? topic, facts)
                .Append(SinkOptions.Timeout)
                .Concat(SourceOptions.Of(job, facts, upsert, definition))
                .Concat(SourceOptions.Idle(read.Source))
                .Concat(TableFormats.Value(facts, shape, read.Time, upsert))
                .Concat(read.Key?.Options(upsert, facts) ?? TableFormats.Key(read.Sink, shape))
                .Concat(SinkOptions.Delivery(job, topic, facts, definition))
        )
        {
            yield return option;
        }
    }

    public static string Quoted(string name) => $"`{name.Replace("`", "``", StringComparison.Ordinal)}`";
}
