using Portal.Core.Clusters;

namespace Portal.Core.FlinkClusters;

/// <summary>What a Flink told of itself.</summary>
/// <param name="Checkpoints">Where checkpoints go unless a job says otherwise; null when it isn't set.</param>
/// <param name="Savepoints">Where savepoints go; null when it isn't set.</param>
/// <param name="Lacks">What stands between it and exactly-once jobs that survive it, each with its remedy.</param>
public sealed record FlinkFacts(
    string Version,
    int TaskManagers,
    int Slots,
    int FreeSlots,
    bool IsHighlyAvailable,
    string? Checkpoints,
    string? Savepoints,
    string? GatewayVersion,
    IReadOnlyList<string> Lacks
);

/// <summary>Asks a Flink what it is: the one network call of adding one, behind a port so that Core makes none.</summary>
public interface IFlinkProbe
{
    /// <param name="gateway">Null: its jobs can be watched, and none started by SQL.</param>
    /// <remarks>Answers within a bounded time, whatever is or isn't at the other end. Never throws for what it finds.</remarks>
    Task<Outcome<FlinkFacts>> Ask(HttpAccess rest, HttpAccess? gateway, CancellationToken stop);
}
