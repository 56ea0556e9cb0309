using System.ComponentModel;
using Portal.Core.Clusters;
using Portal.Core.FlinkClusters;

namespace Portal.Web.Api.Jobs;

/// <summary>What a Flink reported about itself when it was tested.</summary>
public sealed record FlinkFactsDto(
    string Version,
    int TaskManagers,
    int Slots,
    int FreeSlots,
    [property: Description("A JobManager that restarts remembers its jobs.")] bool IsHighlyAvailable,
    [property: Description("Where checkpoints go unless a job sets another place; null when it isn't set.")]
        string? Checkpoints,
    [property: Description("Where savepoints go; null when it isn't set.")] string? Savepoints,
    [property: Description("The SQL Gateway's version; null without one.")] string? GatewayVersion,
    [property: Description("What counts for exactly-once jobs that survive an outage, one by one.")]
        IReadOnlyList<FlinkFactDto> Facts,
    [property: Description("Those of the facts that are missing, each with its effect and its remedy.")]
        IReadOnlyList<string> Lacks
)
{
    public static FlinkFactsDto Of(FlinkFacts facts) =>
        new(
            facts.Version,
            facts.TaskManagers,
            facts.Slots,
            facts.FreeSlots,
            facts.IsHighlyAvailable,
            facts.Checkpoints,
            facts.Savepoints,
            facts.GatewayVersion,
            [.. facts.All.Select(FlinkFactDto.Of)],
            facts.Lacks
        );
}

/// <summary>One thing that a test found out.</summary>
public sealed record FlinkFactDto(
    [property: Description(
        "Which it is: version, slots, high-availability, job-result-store, restart-strategy, checkpoint-storage, savepoint-storage, checkpoint-retention, state-backend, sql-gateway, kafka-connector, formats, transaction-timeout."
    )]
        string Name,
    [property: Description("fine; missing: the remedy is what to do; unknown: it can't be read from here.")]
        FlinkFactState State,
    [property: Description("What is there.")] string Words,
    [property: Description("What follows from it; null where nothing does.")] string? Effect,
    [property: Description("What to do; null where nothing is to be done.")] string? Remedy
)
{
    public static FlinkFactDto Of(FlinkFact fact) => new(fact.Name, fact.State, fact.Words, fact.Effect, fact.Remedy);
}

/// <summary>A cluster's Flink. Password, token and key are never shown.</summary>
public sealed record FlinkDto(
    [property: Description("Its REST API.")] string Url,
    [property: Description("Its SQL Gateway; null without one.")] string? GatewayUrl,
    HttpSignInMethod SignIn,
    string? Username,
    [property: Description("The clusters whose topics and schemas its jobs may name; null: all of the environment.")]
        IReadOnlyList<string>? JobClusters,
    [property: Description("When it was last tested: when it was set, and each hour since. Null: not yet.")]
        DateTimeOffset? TestedAt,
    [property: Description("Why the newest test could not be done; null when it was.")] string? TestFailure,
    [property: Description("What the last test found that could be done; null before the first.")] FlinkFactsDto? Facts
)
{
    /// <summary>Null: it has none.</summary>
    public static FlinkDto? Of(Cluster cluster, FlinkTest? test) =>
        cluster.Endpoints.Find(e => e.Kind == EndpointKind.Flink) is { } rest
            ? new(
                rest.Addresses,
                cluster.Endpoints.Find(e => e.Kind == EndpointKind.SqlGateway)?.Addresses,
                rest.HttpSignIn,
                rest.Username,
                rest.JobClusters,
                test?.TestedAt,
                test?.Failure,
                test?.Facts is { } facts ? FlinkFactsDto.Of(facts) : null
            )
            : null;
}
