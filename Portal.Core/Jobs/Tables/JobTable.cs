using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Portal.Core.Jobs.Sql;
using Portal.Core.Schemas;

namespace Portal.Core.Jobs.Tables;

/// <summary>A topic as a table of one job: how it is generated, or why it can't be.</summary>
/// <param name="Name">As the statements name it.</param>
/// <param name="Schema">By what its columns were made, for people: "orders-value version 3"; null when it has none.</param>
/// <param name="Ddl">The CREATE TABLE that the job runs with, without what it signs in with; null when there is none.</param>
/// <param name="Problem">Why there is none.</param>
/// <param name="Owner">The name of the team that owns the topic; null when the portal doesn't manage it.</param>
public sealed record JobTable(
    string Name,
    bool IsWritten,
    string? Schema,
    string? Ddl,
    string? Problem,
    string? Owner = null
)
{
    /// <summary>The same as <see cref="Schema"/>; null also of what a JAR declares.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public TableSchema? Version { get; init; }

    /// <summary>The version of its key's schema that its key columns were made by; null where it has none of them.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public TableSchema? KeyVersion { get; init; }

    /// <summary>The field of the job's source that <see cref="Problem"/> is about; null where it is about none.</summary>
    [JsonIgnore]
    public string? ProblemField { get; init; }

    /// <summary>What to know of how it is read; null where there is nothing.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Note { get; init; }

    /// <summary>The schema versions that it was made by.</summary>
    [JsonIgnore]
    public IEnumerable<TableSchema> Versions => new[] { Version, KeyVersion }.OfType<TableSchema>();

    /// <summary>What of its newest records Flink can't decode, in a sentence; null where nothing is known of such.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Undecodable { get; init; }

    /// <summary>The statement by which the name of its cluster is there.</summary>
    [JsonIgnore]
    public string Database => JobDdl.Of(JobTableName.Declared(Name, IsWritten).Cluster);

    /// <summary>What is sent; null where there is none, or where it comes out of the store, which keeps what is shown.</summary>
    [JsonIgnore]
    public TableStatement? Statement { get; init; }

    /// <summary>Its second table, by which it is read as bytes; null where none of its records is skipped.</summary>
    [JsonIgnore]
    public TableStatement? Raw { get; init; }

    /// <summary>The INSERT that writes it beside those of the statements; null unless it is the job's dead-letter topic.</summary>
    [JsonIgnore]
    public string? Insert { get; init; }

    /// <summary>What statements may name of it; none while it has a problem.</summary>
    [JsonIgnore]
    public ImmutableArray<TableColumn> Columns { get; init; } = [];

    public static JobTable Unknown(string name, bool isWritten, string problem) =>
        new(name, isWritten, null, null, problem);

    /// <summary>A topic that a JAR declares: its program reads or writes it by itself, without a table.</summary>
    public static JobTable Declared(string name, bool isWritten, LiveSchema? schema) =>
        new(name, isWritten, TableSchema.Of(name, schema)?.InWords, null, null);

    public static JobTable Of(
        string job,
        string cluster,
        string topic,
        bool isWritten,
        TopicFacts facts,
        JobDefinition definition
    )
    {
        var name = $"{cluster}.{topic}";
        var version = TableSchema.Of(name, facts.Schema);
        var schema = version?.InWords;
        if (name == definition.DeadLetters)
        {
            return schema is null
                ? Made(name, isWritten, version, DeadLetterTable.Sink(job, cluster, topic, facts, definition), null)
                : Refused(
                    $"It has the schema {schema}, and dead letters are records that fit none. Choose a topic without a schema."
                );
        }

        switch (TopicShape.Of(facts.Schema, isWritten))
        {
            case TableShape.Unreadable(var words):
                return Refused(words);
            case TableShape.Readable { Format: "avro-confluent" } when facts.SkipsErrors:
                return Refused(
                    "Its records are Avro, and Flink's avro-confluent format can't skip one that it can't decode. Set the policy for deserialization errors to fail, or read this topic in a job of its own."
                );
            case TableShape.Readable readable:
                return JobDdl.Of(job, cluster, topic, facts, readable, definition) switch
                {
                    TableMade.Not(var words, var field) => Refused(words) with { ProblemField = field },
                    TableMade.Fine made => Made(
                        name,
                        isWritten,
                        version,
                        made.Statement,
                        DeadLetterTable.IsOf(facts, readable, definition, name)
                            ? DeadLetterTable.Raw(job, cluster, topic, facts, definition)
                            : null
                    ) with
                    {
                        Columns = made.Columns,
                        KeyVersion = made.HasKeySchema ? TableSchema.Of(name, facts.KeySchema) : null,
                        Note = SourceNote.Of(facts, definition, name, isWritten, made.Statement),
                        Undecodable = isWritten ? null : FramedRecords.Words(facts, made.Statement),
                    },
                    var other => throw new InvalidOperationException(other.GetType().Name),
                };
            case var other:
                throw new InvalidOperationException(other.GetType().Name);
        }

        JobTable Refused(string words) => new(name, isWritten, schema, null, words);
    }

    private static JobTable Made(
        string name,
        bool isWritten,
        TableSchema? schema,
        TableStatement statement,
        TableStatement? raw
    ) =>
        new(name, isWritten, schema?.InWords, raw is null ? statement.Shown : $"{statement.Shown};\n{raw.Shown}", null)
        {
            Version = schema,
            Statement = statement,
            Raw = raw,
        };
}
