namespace Portal.Core.Jobs.Operators;

/// <summary>What passes through a job's operators. Flink counts what a source takes from a topic and a sink gives to one as well; some connectors don't.</summary>
public static class OperatorFlow
{
    private const double HeldFrom = 0.5;
    private const double FullFrom = 0.95;

    /// <summary>It waits for those after it, half of the time or more.</summary>
    public static bool IsHeld(this JobOperator one) => one.BackPressured >= HeldFrom;

    /// <summary>It has no time left.</summary>
    public static bool IsFull(this JobOperator one) => one.Busy >= FullFrom;

    /// <summary>What it takes in is counted: a source that gives on what it never took isn't.</summary>
    public static bool CountsIn(this JobOperator one) => !one.Inputs.IsEmpty || one.Read > 0 || one.Written == 0;

    /// <summary>What it gives on is counted: a sink that takes and never gives isn't, as far as anybody knows.</summary>
    public static bool CountsOut(this JobFacts facts, JobOperator one) =>
        one.Written > 0 || one.Read == 0 || !facts.IsSink(one);

    /// <summary>Records a second that its sources take from their topics; null where one of them isn't known.</summary>
    public static double? ReadPerSecond(this JobFacts facts) =>
        Sum(facts.Operators.Where(o => o.Inputs.IsEmpty).Select(o => o.CountsIn() ? o.ReadPerSecond : null));

    /// <summary>Records a second that its sinks give to their topics; null where one of them isn't known.</summary>
    public static double? WrittenPerSecond(this JobFacts facts) =>
        Sum(facts.Operators.Where(facts.IsSink).Select(o => facts.CountsOut(o) ? o.WrittenPerSecond : null));

    private static bool IsSink(this JobFacts facts, JobOperator one) =>
        !facts.Operators.Any(other => other.Inputs.Contains(one.Id));

    private static double? Sum(IEnumerable<double?> rates)
    {
        var all = rates.ToList();
        return all.Count == 0 || all.Any(rate => rate is null) ? null : all.Sum(rate => rate!.Value);
    }
}
