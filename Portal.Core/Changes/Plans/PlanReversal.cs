using Portal.Core.Resources;

namespace Portal.Core.Changes.Plans;

/// <summary>How far a plan is undone as one, in a line.</summary>
public static class PlanReversal
{
    /// <summary>Null for a plan of one step, which says it itself, and where no step can fail.</summary>
    public static string? InWords(IReadOnlyList<Step> steps)
    {
        if (steps.Count < 2 || steps.All(step => step.IsOnlyRecorded))
        {
            return null;
        }

        var final = steps.TakeWhile(step => step.Reversal != Reversal.None).Count();
        var emptied = steps
            .Take(final)
            .Where(step => step.Reversal == Reversal.WhileEmpty && !step.IsWait)
            .Select(step => step.On.Name);
        var only = string.Join(", ", emptied.Distinct(StringComparer.Ordinal)) is { Length: > 0 } names
            ? $", {names} only while nothing was written to it"
            : "";
        return final switch
        {
            0 => "No step can be undone.",
            _ when final == steps.Count => $"If a step fails, the steps before it are undone together{only}.",
            _ when final == steps.Count - 1 =>
                $"If a step fails, the steps before it are undone together{only}. The last step, {Act(steps[final])}, can't be undone.",
            _ =>
                $"If one of the first {final} steps fails, they are undone together{only}. From step {final + 1}, {Act(steps[final])}, nothing is undone.",
        };
    }

    private static string Act(Step step) => char.ToLowerInvariant(step.Title[0]) + step.Title[1..];
}
