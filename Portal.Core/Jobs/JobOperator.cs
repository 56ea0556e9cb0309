using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Portal.Core.Jobs;

/// <summary>An operator chain of a job as Flink runs it.</summary>
/// <param name="Inputs">The ids of those that feed it.</param>
/// <param name="Busy">The share of time in which its subtasks worked, on average, 0 to 1; null until two readings tell.</param>
/// <param name="BackPressured">The share of time in which its subtasks waited for those after them, on average, 0 to 1; null until two readings tell.</param>
/// <param name="Read">Records since its last start.</param>
/// <param name="Written">Records since its last start.</param>
/// <param name="ReadPerSecond">Null until two readings tell.</param>
/// <param name="WrittenPerSecond">Null until two readings tell.</param>
/// <param name="BusyFor">Since its last start.</param>
/// <param name="BackPressuredFor">Since its last start.</param>
public sealed record JobOperator(
    string Id,
    string Name,
    int Parallelism,
    string Status,
    ImmutableArray<string> Inputs,
    double? Busy,
    double? BackPressured,
    long Read,
    long Written,
    double? ReadPerSecond,
    double? WrittenPerSecond,
    TimeSpan BusyFor,
    TimeSpan BackPressuredFor
)
{
    /// <summary>What its next rates and shares are counted from; null where that isn't known.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public OperatorCounts? CountedFrom { get; init; }
}

/// <summary>What an operator chain had counted since its last start.</summary>
/// <param name="At">By Flink's own clock.</param>
public sealed record OperatorCounts(
    DateTimeOffset At,
    long Read,
    long Written,
    TimeSpan BusyFor,
    TimeSpan BackPressuredFor
);
