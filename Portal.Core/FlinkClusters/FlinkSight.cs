using System.Collections.Immutable;
using Portal.Core.Jobs;

namespace Portal.Core.FlinkClusters;

/// <summary>What was read of a Flink, its SQL Gateway and the brokers of its environment, before it is judged.</summary>
/// <param name="GatewayVersion">Null: it has no SQL Gateway.</param>
/// <param name="Factories">What the gateway's SQL has of what jobs need; none without a gateway.</param>
public sealed record FlinkSight(
    string Version,
    int TaskManagers,
    int Slots,
    int FreeSlots,
    FlinkSettings Settings,
    string? GatewayVersion,
    ImmutableArray<SqlFactory> Factories,
    ImmutableArray<TransactionLimit> Transactions
)
{
    /// <summary>Null: not looked into by a worker.</summary>
    public FolderSight? Folders { get; init; }

    /// <summary>The id of a job that is alive by its SQL Gateway and unknown by its REST API; null: none was found.</summary>
    public string? UnknownJob { get; init; }
}

/// <summary>The folders of checkpoints and savepoints as a worker sees them.</summary>
/// <param name="Obstacle">What keeps it from looking into them, as a sentence; null when nothing does.</param>
public sealed record FolderSight(string? Obstacle);

/// <summary>A connector or a format by which tables are made.</summary>
/// <param name="Name">As options name it: "kafka", "avro-confluent".</param>
/// <param name="IsThere">Null: not known.</param>
/// <param name="Unknown">Why it isn't known, as a sentence; null where it is.</param>
public sealed record SqlFactory(string Name, bool? IsThere, string? Unknown = null)
{
    /// <summary>The connector of every table.</summary>
    public const string Kafka = "kafka";

    /// <summary>What values and keys of topics are written in: without a schema, by JSON Schema, by Avro.</summary>
    public static readonly ImmutableArray<string> Formats = ["raw", "json", "avro-confluent"];
}
