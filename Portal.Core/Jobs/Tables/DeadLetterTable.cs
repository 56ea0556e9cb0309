using System.Collections.Immutable;
using Portal.Core.Jobs.Sql;

namespace Portal.Core.Jobs.Tables;

/// <summary>
/// Records of a job's JSON sources that can't be decoded, on their way to its dead-letter topic: each source is read a second time, as bytes,
/// and one more INSERT of the same job writes what isn't a JSON object, with the same checkpoints. What Flink's json format leaves out, this
/// takes: it may take a few more (a list of objects, UTF-16), never fewer.
/// </summary>
internal static class DeadLetterTable
{
    /// <summary>Of its headers' names. The others are the record's own.</summary>
    private const string Prefix = "__portal.errors.";

    // Topics have no $ in their names.
    private const string Suffix = "$raw";
    private const string AsItem = "('[' || `json` || ']')";
    private const string AsMember = """('{"v":' || `json` || '}')""";
    private const string Columns = "`key` BYTES,\n  `value` BYTES";

    // What the key and the value are is in no option else: without EXCEPT_KEY the value would hold both.
    private static readonly TableOption[] Bytes =
    [
        new("key.format", "raw"),
        new("key.fields", "key"),
        new("value.format", "raw"),
        new("value.fields-include", "EXCEPT_KEY"),
    ];

    /// <summary>Records of the topic are skipped, and kept. A preview of rows writes nothing, what a job writes by upserts it wrote itself, and a changelog is read whole.</summary>
    public static bool IsOf(TopicFacts facts, TableShape.Readable shape, JobDefinition definition, string name) =>
        facts is { SkipsErrors: true, Preview: null }
        && shape.Format == "json"
        && !definition.Writes.Any(w => w is { Upsert: true } && w.Table == name)
        && definition.SourceOf(name) is not { Upsert: true };

    /// <summary>A source as bytes.</summary>
    public static TableStatement Raw(
        string job,
        string cluster,
        string topic,
        TopicFacts facts,
        JobDefinition definition
    ) =>
        new(
            $"""
            CREATE TEMPORARY TABLE {Beside(cluster, topic)} (
              {Columns},
              `offset` BIGINT METADATA VIRTUAL,
              `partition` INT METADATA VIRTUAL,
              `timestamp` TIMESTAMP_LTZ(3) METADATA VIRTUAL,
              `headers` MAP<STRING, BYTES> METADATA VIRTUAL
            )
            """,
            [
                new("connector", "kafka"),
                .. SinkOptions.Place(topic, facts),
                .. SourceOptions.Of(job, facts, upsert: false, definition, isBeside: true),
                .. Bytes,
            ]
        );

    /// <summary>The topic that they are written to.</summary>
    public static TableStatement Sink(
        string job,
        string cluster,
        string topic,
        TopicFacts facts,
        JobDefinition definition
    ) =>
        new(
            $"""
            CREATE TEMPORARY TABLE {JobDdl.Quoted(cluster)}.{JobDdl.Quoted(topic)} (
              {Columns},
              `headers` MAP<STRING, BYTES> METADATA
            )
            """,
            [
                new("connector", "kafka"),
                .. SinkOptions.Place(facts.Scratch ?? topic, facts),
                SinkOptions.Timeout,
                .. Bytes,
                .. SinkOptions.Delivery(job, topic, facts, definition),
            ]
        );

    /// <summary>What is written to it. One INSERT for all sources: two sinks of a topic would end each other's transactions.</summary>
    public static string Insert(string job, JobTableName into, ImmutableArray<JobTableName> sources) =>
        $"INSERT INTO {JobDdl.Quoted(into.Cluster)}.{JobDdl.Quoted(into.Topic)}\n{string.Join("\nUNION ALL\n", sources.Select(source => Select(job, source)))}";

    // Flink's json format takes line breaks and tabs within texts and a byte order mark, which IS JSON doesn't. What isn't UTF-8 changes when it
    // is decoded. A tombstone is no record for a job, and can be decoded. IS JSON and the format leave out what follows an object: what fits
    // into a list behind it doesn't fit into an object, and the other way round.
    private static string Select(string job, JobTableName source) =>
        $"""
            SELECT `key`, `value`, MAP_UNION(`headers`, MAP[
              '{Prefix}topic', ENCODE({Text(source.Topic)}, 'UTF-8'),
              '{Prefix}partition', ENCODE(CAST(`partition` AS STRING), 'UTF-8'),
              '{Prefix}offset', ENCODE(CAST(`offset` AS STRING), 'UTF-8'),
              '{Prefix}timestamp', ENCODE(REPLACE(CAST(`timestamp` AS STRING), ' ', 'T') || 'Z', 'UTF-8'),
              '{Prefix}job', ENCODE({Text(job)}, 'UTF-8'),
              '{Prefix}message', ENCODE(CASE
                WHEN ENCODE(`text`, 'UTF-8') <> `value` THEN 'The value is not UTF-8.'
                WHEN `json` IS JSON OBJECT THEN 'Something follows the JSON object.'
                WHEN `json` IS JSON THEN 'The value is JSON, but not an object.'
                ELSE 'The value is not JSON.'
              END, 'UTF-8')
            ])
            FROM (
              SELECT *, REGEXP_REPLACE(`text`, '^\uFEFF|[\t\n\r]', ' ') AS `json`
              FROM (SELECT *, DECODE(`value`, 'UTF-8') AS `text` FROM {Beside(source.Cluster, source.Topic)})
            )
            WHERE `value` IS NOT NULL
              AND (
                ENCODE(`text`, 'UTF-8') <> `value`
                OR `json` IS NOT JSON OBJECT
                OR {AsItem} IS NOT JSON ARRAY
                OR {AsMember} IS NOT JSON OBJECT
              )
            """;

    private static string Beside(string cluster, string topic) =>
        $"{JobDdl.Quoted(cluster)}.{JobDdl.Quoted($"{topic}{Suffix}")}";

    private static string Text(string value) => $"'{value.Replace("'", "''", StringComparison.Ordinal)}'";
}
