using Portal.Core.Changes.Runs;
using Portal.Core.Resources;

namespace Portal.Workers.Applying;

/// <summary>Takes back a step that sets values: they are set as they were, unless somebody else has set them meanwhile.</summary>
internal static class ValueRollback
{
    /// <param name="setBack">Sets the values that were there before the step.</param>
    /// <param name="mayBeBehind">
    /// At an engine whose nodes answer from copies of their own: whether what looks as before the step may be shown by one that is behind. It is set back then
    /// all the same. Null: what is shown holds.
    /// </param>
    /// <param name="always">Whether it is set back also where it looks as before the step, without a wait: a node may have lost what the others still have.</param>
    public static async Task<Verdict> Of<TStep>(
        IStepHandler<TStep> handler,
        TStep step,
        Func<Task> setBack,
        StepScope scope,
        CancellationToken stop,
        Func<Observation, bool>? mayBeBehind = null,
        bool always = false
    )
        where TStep : Step
    {
        var seen = mayBeBehind is null
            ? await handler.Observe(step, scope, stop)
            : await scope.Retry.Until(
                again => handler.Observe(step, scope, again),
                found => found.State == ObservedState.After,
                stop
            );
        if (seen.State == ObservedState.Other)
        {
            return Verdict.Not($"Somebody else changed it meanwhile: {seen.Words}.");
        }

        if (always || seen.State == ObservedState.After || mayBeBehind?.Invoke(seen) == true)
        {
            await setBack();
            seen = await scope.Retry.Until(
                again => handler.Observe(step, scope, again),
                found => found.State == ObservedState.Before,
                stop
            );
        }

        return seen.State switch
        {
            ObservedState.Before => Verdict.Good,
            ObservedState.After => throw NotShownYet.Of(seen.Words),
            _ => Verdict.Not(seen.Words),
        };
    }
}
