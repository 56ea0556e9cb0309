using Portal.Core.Resources;

namespace Portal.Core.Changes.Plans;

/// <summary>
/// The order of a plan's steps: rehearsals with what prepares them first, then what can be undone, then what can be undone while empty, then
/// what can only go forward. Within that, what waits comes last, what others depend on comes first, then the request's own order.
/// </summary>
public static class StepOrder
{
    /// <param name="steps">Each with the ordinal of the resource it belongs to.</param>
    /// <param name="dependsOn">By resource ordinal, the ordinals whose steps come first.</param>
    public static IReadOnlyList<Step> Arrange(
        IReadOnlyList<(int Resource, Step Step)> steps,
        IReadOnlyDictionary<int, int[]> dependsOn
    )
    {
        var rehearsed = steps.Where(s => s.Step.IsRehearsal).Select(s => s.Resource).ToHashSet();
        var waiting = steps
            .OrderByDescending(s => s.Step.IsRehearsal || (s.Step.IsPreparation && rehearsed.Contains(s.Resource)))
            .ThenBy(s => s.Step.Reversal)
            .ThenBy(s => s.Step is { IsWait: true, IsRehearsal: false })
            .ThenBy(s => s.Resource)
            .ToList();
        var arranged = new List<Step>(steps.Count);
        while (waiting.Count > 0)
        {
            var open = waiting.Select(s => s.Resource).ToHashSet();
            var next = waiting.FindIndex(s =>
                !dependsOn.GetValueOrDefault(s.Resource, []).Any(d => d != s.Resource && open.Contains(d))
            );
            if (next < 0)
            {
                throw new InvalidOperationException("The resources of a change depend on each other in a circle.");
            }

            arranged.Add(waiting[next].Step);
            waiting.RemoveAt(next);
        }

        return arranged;
    }
}
