using Portal.Core.Jobs.Operators;

namespace Portal.Core.Jobs.History;

/// <summary>
/// How a job ran between two readings, or in a step of several: the mean of their rates, the highest of their shares. Null: not known, which is not zero.
/// </summary>
/// <param name="At">When the reading was, or the last of its step.</param>
/// <param name="ReadPerSecond">Records that its sources read.</param>
/// <param name="WrittenPerSecond">Records that went into its sinks.</param>
/// <param name="Busy">The share of time in which its busiest operator worked, 0 to 1.</param>
/// <param name="BackPressured">The share of time in which the operator that is held back most waited for those after it, 0 to 1.</param>
public readonly record struct JobPoint(
    DateTimeOffset At,
    double? ReadPerSecond,
    double? WrittenPerSecond,
    double? Busy,
    double? BackPressured
)
{
    public static JobPoint Of(JobFacts facts, DateTimeOffset at) =>
        new(
            at,
            facts.ReadPerSecond(),
            facts.WrittenPerSecond(),
            facts.Operators.Max(o => o.Busy),
            facts.Operators.Max(o => o.BackPressured)
        );

    /// <summary>Nothing is known of this time.</summary>
    public static JobPoint Gap(DateTimeOffset at) => new(at, null, null, null, null);
}
