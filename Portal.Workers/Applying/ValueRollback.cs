using Portal.Core.Changes.Runs;
using Portal.Core.Resources;

namespace Portal.Workers.Applying;

/// <summary>Takes back a step that sets values: they are set as they were, unless somebody else has set them meanwhile.</summary>
internal static class ValueRollback
{
    /// <param name="setBack">Sets the values that were there before the step.</param>
    public static async Task<Verdict> Of<TStep>(
        IStepHandler<TStep> handler,
        TStep step,
        Func<Task> setBack,
        StepScope scope,
        CancellationToken stop
    )
        where TStep : Step
    {
        var seen = await handler.Observe(step, scope, stop);
        if (seen.State == ObservedState.Other)
        {
            return Verdict.Not($"Somebody else changed it meanwhile: {seen.Words}.");
        }

        if (seen.State == ObservedState.After)
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
