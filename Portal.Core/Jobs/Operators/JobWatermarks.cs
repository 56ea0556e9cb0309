using System.Collections.Immutable;

namespace Portal.Core.Jobs.Operators;

/// <summary>How far a job's operators are in event time.</summary>
/// <param name="At">When it was read.</param>
/// <param name="Of">By the operator's id, the least of its subtasks, and where some have none the furthest; null where none was sent on yet, and missing where that isn't known.</param>
public sealed record JobWatermarks(DateTimeOffset At, ImmutableDictionary<string, DateTimeOffset?> Of)
{
    /// <summary>
    /// Rows that an operator dropped since it last started, because they came behind its watermark, by its id. Of rows that the operators before it add up
    /// the sums are counted: so many at least. Missing where it drops none for that, and where it isn't known.
    /// </summary>
    public ImmutableDictionary<string, long> LateRows { get; init; } = ImmutableDictionary<string, long>.Empty;

    /// <summary>When rows were last seen to have been dropped; null: never.</summary>
    public DateTimeOffset? DroppedAt { get; init; }

    /// <summary>Of the operators that it has now, all together; null where none is known to count them.</summary>
    public long? LateRowsOf(ImmutableArray<JobOperator> operators)
    {
        var known = operators.Where(one => LateRows.ContainsKey(one.Id)).ToList();
        return known.Count == 0 ? null : known.Sum(one => LateRows[one.Id]);
    }

    /// <param name="former">What was read before; null: nothing.</param>
    /// <param name="late">As <see cref="LateRows"/>. What isn't known now stays as it was.</param>
    public static JobWatermarks Read(
        DateTimeOffset at,
        ImmutableDictionary<string, DateTimeOffset?> marks,
        ImmutableDictionary<string, long> late,
        JobWatermarks? former
    )
    {
        var before = former?.LateRows ?? ImmutableDictionary<string, long>.Empty;
        // What was counted before the first look, or since a start that no look saw, may have been dropped whenever.
        var dropsMore = late.Any(rows => before.TryGetValue(rows.Key, out var was) && rows.Value > was);
        return new(at, marks) { LateRows = before.SetItems(late), DroppedAt = dropsMore ? at : former?.DroppedAt };
    }
}
