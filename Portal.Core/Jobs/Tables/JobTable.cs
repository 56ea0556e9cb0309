using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Portal.Core.Clusters;
using Portal.Core.Jobs.Previews;
using Portal.Core.Jobs.Sql;
using Portal.Core.Schemas;
using Portal.Schemas.Formats;

namespace Portal.Core.Jobs.Tables;

/// <summary>What is known of a topic that a job names.</summary>
/// <param name="Place">Tells the job from one of the same name on another Flink.</param>
/// <param name="Kafka">Where and how the cluster's brokers are reached.</param>
/// <param name="Registry">Where and how its registry is reached; null when it has none.</param>
/// <param name="Schema">The newest version of the topic's value subject; null when it has none.</param>
/// <param name="IsRehearsal">Nothing but scratch topics is written, and no progress is committed.</param>
/// <param name="Scratch">The topic that is written in its place; null: it is written itself.</param>
/// <param name="Preview">How it is read for a preview of rows; null: it is read by a job.</param>
public sealed record TopicFacts(
    string Place,
    Endpoint Kafka,
    Endpoint? Registry,
    LiveSchema? Schema,
    bool IsRehearsal = false,
    string? Scratch = null,
    PreviewReading? Preview = null
);

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
    /// <summary>The statement by which the name of its cluster is there.</summary>
    [JsonIgnore]
    public string Database => JobDdl.Of(JobTableName.Declared(Name, IsWritten).Cluster);

    /// <summary>What is sent; null where there is none, or where it comes out of the store, which keeps what is shown.</summary>
    [JsonIgnore]
    public TableStatement? Statement { get; init; }

    /// <summary>What statements may name of it; none while it has a problem.</summary>
    [JsonIgnore]
    public ImmutableArray<TableColumn> Columns { get; init; } = [];

    public static JobTable Unknown(string name, bool isWritten, string problem) =>
        new(name, isWritten, null, null, problem);

    /// <summary>A topic that a JAR declares: its program reads or writes it by itself, without a table.</summary>
    public static JobTable Declared(string name, bool isWritten, LiveSchema? schema) =>
        new(name, isWritten, Version(schema), null, null);

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
        var schema = Version(facts.Schema);
        return Shape(facts.Schema, isWritten) switch
        {
            TableShape.Unreadable(var words) => new(name, isWritten, schema, null, words),
            TableShape.Readable readable => JobDdl.Of(job, cluster, topic, facts, readable, definition) switch
            {
                ({ } statement, _) => new(name, isWritten, schema, statement.Shown, null)
                {
                    Statement = statement,
                    Columns = JobDdl.Columns(readable),
                },
                (_, var problem) => new(name, isWritten, schema, null, problem),
            },
            var other => throw new InvalidOperationException(other.GetType().Name),
        };
    }

    private static string? Version(LiveSchema? schema) =>
        schema is null ? null : $"{schema.Subject} version {schema.Newest.Version}";

    private static TableShape Shape(LiveSchema? schema, bool isWritten) =>
        schema switch
        {
            null => TableShape.Raw,
            { References.IsEmpty: false } => new TableShape.Unreadable(
                "Its schema refers to others, which a job's tables can't do yet."
            ),
            { Type: SchemaType.Protobuf } => new TableShape.Unreadable(
                "Its schema is Protobuf, which Flink's SQL doesn't read together with a registry."
            ),
            _ => SchemaText.Read(schema.Type, schema.Text) switch
            {
                SchemaRead.Fine { Schema: AnySchema.OfAvro avro } => AvroTable.Of(schema.Text, avro.Schema, isWritten),
                SchemaRead.Fine { Schema: AnySchema.OfJson json } => JsonTable.Of(json.Schema),
                _ => new TableShape.Unreadable("Its schema can't be read."),
            },
        };
}
