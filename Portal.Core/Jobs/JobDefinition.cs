using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Portal.Core.Jobs.Sql;
using Portal.Core.Jobs.Tables;

namespace Portal.Core.Jobs;

/// <summary>What a job is made of: a job that runs carries it, so that what runs can be compared with what is wanted.</summary>
/// <param name="Statements">SQL: INSERT INTO, and the views that they read. Empty for a JAR.</param>
/// <param name="CheckpointSeconds">Seconds between checkpoints. Exactly-once output is visible after the next one.</param>
/// <param name="Writes">How its topics are written; of a JAR, all topics that it writes.</param>
/// <param name="Program">Null: it is a job of SQL.</param>
/// <param name="Errors">Null: it fails at a record that can't be decoded.</param>
/// <param name="Restart">How it is started again after a failure; null: as its Flink has it for all jobs.</param>
/// <param name="StateTtlSeconds">Of SQL: how long state stays that nothing writes to; null: for good.</param>
/// <param name="Sources">How its topics are read, where they aren't read as all are; null: they are.</param>
/// <param name="CheckpointMode">Null: as its guarantee.</param>
public sealed record JobDefinition(
    string Statements,
    int Parallelism,
    int CheckpointSeconds,
    JobGuarantee Guarantee,
    JobStartAt StartAt,
    ImmutableArray<JobSink> Writes,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] JobProgram? Program = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DeserializationErrors? Errors = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] JobRestart? Restart = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? StateTtlSeconds = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<JobSource>? Sources = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] CheckpointMode? CheckpointMode = null
)
{
    /// <summary>
    /// Of what runs or ran: the schema versions that its tables were generated from, none for a topic without a schema. Null of what is wanted, of a JAR, and
    /// where it isn't known. Definitions that differ in it alone are equal; generated again, the tables come out as they were.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<TableSchema>? Schemas { get; init; }

    /// <summary>What it writes can be read from its next checkpoint on. Of all other jobs it may be readable at once, and a start from an earlier state writes it again.</summary>
    [JsonIgnore]
    public bool WritesInTransactions => Program is null && Guarantee == JobGuarantee.ExactlyOnce;

    /// <summary>What it writes may wait for its next checkpoint to be read. Of a program nobody knows.</summary>
    [JsonIgnore]
    public bool MayWriteInTransactions => Program is not null || Guarantee == JobGuarantee.ExactlyOnce;

    /// <summary>The mode that its checkpoints are made in.</summary>
    [JsonIgnore]
    public CheckpointMode CheckpointsIn => CheckpointMode ?? CheckpointModes.Of(Guarantee);

    /// <summary>Where records go that can't be decoded; null where the job fails at them.</summary>
    [JsonIgnore]
    public string? DeadLetters =>
        Errors is { Policy: DeserializationErrorPolicy.Skip, DeadLetterTopic: { Length: > 0 } topic } ? topic : null;

    /// <summary>The topics that its statements name, as often as they do, and its dead-letter topic; those that are declared of a JAR.</summary>
    public IEnumerable<JobTableName> Topics() =>
        Program is { } program
            ? program
                .Reads.Select(name => JobTableName.Declared(name, isWritten: false))
                .Concat(Writes.Select(sink => JobTableName.Declared(sink.Table, isWritten: true)))
        : DeadLetters is { } dead ? JobScript.Draft(Statements).Tables.Add(JobTableName.Declared(dead, isWritten: true))
        : JobScript.Draft(Statements).Tables;

    /// <summary>The same query or the same program goes on from its state as it was.</summary>
    public bool RunsTheSame(JobDefinition other) =>
        Statements == other.Statements
        && Program?.Jars.Digest == other.Program?.Jars.Digest
        && Program?.EntryClass == other.Program?.EntryClass
        && DeadLetters == other.DeadLetters
        && SourceChange.Between(this, other).IsEmpty;

    public bool Equals(JobDefinition? other) =>
        other is not null
        && Statements == other.Statements
        && Parallelism == other.Parallelism
        && CheckpointSeconds == other.CheckpointSeconds
        && Guarantee == other.Guarantee
        && CheckpointsIn == other.CheckpointsIn
        && StartAt == other.StartAt
        && Writes.SequenceEqual(other.Writes)
        && Program == other.Program
        && Errors == other.Errors
        && Restart == other.Restart
        && StateTtlSeconds == other.StateTtlSeconds
        && ReadsAs(other);

    /// <summary>Each topic is read as the other one reads it.</summary>
    public bool ReadsAs(JobDefinition other) => (Sources ?? []).SequenceEqual(other.Sources ?? []);

    /// <summary>How a topic is read; null: as all are.</summary>
    /// <param name="table">As the statements name it.</param>
    public JobSource? SourceOf(string table) => Sources?.FirstOrDefault(source => source.Table == table);

    public override int GetHashCode() =>
        HashCode.Combine(Statements, Program, Parallelism, CheckpointSeconds, Guarantee);
}
