using Portal.Core.Jobs.Operators;

namespace Portal.Core.Jobs.History;

/// <summary>How a job ran between two readings. Null: not known, which is not zero.</summary>
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

    /// <summary>What a chart keeps of several: the most back pressure.</summary>
    internal static int ByTrouble(JobPoint one, JobPoint other) => Trouble(one).CompareTo(Trouble(other));

    private static (double, double) Trouble(JobPoint point) => (point.BackPressured ?? -1, point.Busy ?? -1);
}
