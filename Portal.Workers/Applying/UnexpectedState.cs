using Portal.Core.Changes.Runs;

namespace Portal.Workers.Applying;

/// <summary>
/// Why a step can't go on from what is there: neither what was before it nor what it makes. That somebody did it is known where another incarnation
/// has the name; otherwise it may be the engine itself, which crashed or ended what it was to run.
/// </summary>
internal static class UnexpectedState
{
    /// <param name="history">Of the step.</param>
    public static string InWords(Observation seen, StepHistory history) =>
        history.Before?.State?.Incarnation is { } before && seen.Resource?.Incarnation is { } now && now != before
            ? $"Somebody else changed it meanwhile: {seen.Words}."
        : history.Intended ? $"It isn't as this change left it: {seen.Words}."
        : $"It isn't as the plan found it: {seen.Words}.";
}
