using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Portal.Core.Clusters;
using Portal.Core.FlinkClusters.Facts;

namespace Portal.Core.FlinkClusters;

/// <summary>What a Flink reported about itself.</summary>
/// <param name="Checkpoints">Where checkpoints go unless a job says otherwise; null when it isn't set.</param>
/// <param name="Savepoints">Where savepoints go; null when it isn't set.</param>
/// <param name="All">What counts for exactly-once jobs that survive an outage, one by one.</param>
public sealed record FlinkFacts(
    string Version,
    int TaskManagers,
    int Slots,
    int FreeSlots,
    bool IsHighlyAvailable,
    string? Checkpoints,
    string? Savepoints,
    string? GatewayVersion,
    ImmutableArray<FlinkFact> All
)
{
    /// <summary>What stands between it and such jobs, each with its remedy.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> Lacks =>
        [.. All.Where(fact => fact.State == FlinkFactState.Missing).Select(fact => $"{fact.Words}. {fact.Advice}")];

    public static FlinkFacts Of(FlinkSight sight) =>
        new(
            sight.Version,
            sight.TaskManagers,
            sight.Slots,
            sight.FreeSlots,
            sight.Settings.IsHighlyAvailable,
            sight.Settings.Checkpoints,
            sight.Settings.Savepoints,
            sight.GatewayVersion,
            [
                .. FailoverFacts.Of(sight),
                .. StateFacts.Of(sight),
                .. GatewayFacts.Of(sight),
                .. sight.Transactions.Select(TransactionFacts.Of),
            ]
        );
}

/// <summary>Asks a Flink what it is: the one network call of adding one, behind a port so that Core makes none.</summary>
public interface IFlinkProbe
{
    /// <param name="on">The cluster that it belongs to, whose environment its jobs write in.</param>
    /// <param name="gateway">Null: it starts JARs, and none by SQL.</param>
    /// <param name="byWorker">Whether this process is a worker, which looks into the folders of checkpoints and savepoints.</param>
    /// <remarks>Answers within a bounded time, whatever is or isn't at the other end. Never throws for what it finds.</remarks>
    Task<Outcome<FlinkFacts>> Ask(
        ClusterId on,
        HttpAccess rest,
        HttpAccess? gateway,
        bool byWorker,
        CancellationToken stop
    );
}
