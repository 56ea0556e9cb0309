using Portal.Core;

namespace Portal.Workers.Collecting;

/// <summary>A cluster that this worker collects, until somebody else's fence is higher.</summary>
internal readonly record struct Holding(ClusterId Cluster, long Fence);

/// <summary>What rows that a cycle writes are of.</summary>
/// <param name="Structure">See <c>collector.structure</c>.</param>
/// <param name="Sizes">See <c>collector.sizes</c>.</param>
internal readonly record struct Writing(ClusterId Cluster, DateTimeOffset At, long Structure, long Sizes);

/// <summary>What is told of a cycle itself.</summary>
/// <param name="Brokers">As JSON; null: not told, those known stay.</param>
internal sealed record Cycle(
    long Number,
    DateTimeOffset At,
    TimeSpan Took,
    int Requests,
    int UnknownPartitions,
    string? Complaint,
    string? Brokers
)
{
    /// <summary>The commits of every group that was listed were answered.</summary>
    public bool AreCommitsRead { get; init; } = true;
}
