using System.Collections.Immutable;

namespace Portal.Engines.Flink;

/// <param name="RunningSince">When all of it was scheduled; null: not yet.</param>
/// <param name="RestartedAt">When it last began to restart; null: never.</param>
/// <param name="StartedAt">When it was submitted, or taken over by another JobManager.</param>
/// <param name="Now">By Flink's own clock, as all its times.</param>
/// <param name="Plans">What each vertex does, an operator a line.</param>
public sealed record FlinkJobDetail(
    string Status,
    DateTimeOffset? RunningSince,
    DateTimeOffset? RestartedAt,
    DateTimeOffset StartedAt,
    ImmutableArray<FlinkOperator> Operators,
    DateTimeOffset Now,
    ImmutableArray<string> Plans
);

/// <summary>Times and counts since the last start, summed over its subtasks.</summary>
/// <param name="MaxParallelism">The parts that its state is split into: it can't run with more subtasks. Null for one that has a single subtask for good, and where it isn't known.</param>
public sealed record FlinkOperator(
    string Id,
    string Name,
    int Parallelism,
    string Status,
    ImmutableArray<string> Inputs,
    TimeSpan Busy,
    TimeSpan BackPressured,
    long Read,
    long Written,
    int? MaxParallelism = null
)
{
    /// <summary>Flink had the figures of all its subtasks at hand; where not, its times and counts are too low.</summary>
    public bool IsCounted { get; init; } = true;
}
