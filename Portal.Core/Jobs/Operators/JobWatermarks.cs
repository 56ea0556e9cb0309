using System.Collections.Immutable;

namespace Portal.Core.Jobs.Operators;

/// <summary>How far a job's operators are in event time.</summary>
/// <param name="At">When it was read.</param>
/// <param name="Of">By the operator's id, the least of its subtasks, and where some have none the furthest; null where none was sent on yet, and missing where that isn't known.</param>
public sealed record JobWatermarks(DateTimeOffset At, ImmutableDictionary<string, DateTimeOffset?> Of);
