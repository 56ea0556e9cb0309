using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Portal.Core.Jobs.Savepoints;

/// <summary>Whether what a job's transactions had prepared at a savepoint is committed.</summary>
public enum ForkSettlement
{
    /// <summary>It is, or the job has no transactions.</summary>
    Settled,

    /// <summary>With the job's next checkpoint.</summary>
    Pending,

    /// <summary>The run ended before it could be.</summary>
    Never,
}

/// <summary>The job whose state a new one starts with a copy of.</summary>
/// <param name="Owner">Its team, or the last one that it had; null where that isn't known.</param>
/// <param name="IsStateSame">What is started keeps the same state as what made the savepoint; null where what made it isn't known.</param>
/// <param name="Obstacle">Why what is started can't read it; null where nothing is known against it.</param>
/// <param name="Shared">The topics that both write, each as <c>prod.orders</c>, while that job runs.</param>
public sealed record ForkEvidence(
    string Job,
    string? Owner,
    DateTimeOffset TakenAt,
    ForkSettlement Settlement,
    bool? IsStateSame,
    string? Obstacle,
    ImmutableArray<string> Shared
)
{
    /// <summary>Why nothing can start from it, after "it"; null when something can.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Gone { get; init; }

    /// <summary>What becomes of its state by another time to live, with a space before it; null where that is the same.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Ttl { get; init; }
}
