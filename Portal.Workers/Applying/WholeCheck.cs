using Portal.Core.Changes.Runs;
using Portal.Core.Resources;

namespace Portal.Workers.Applying;

/// <summary>
/// After the last step all of them are looked at once more: what one step made, a later one or a stranger may have moved. Of rehearsals nothing is left,
/// and what preparations brought is needed no more. What another cluster has isn't what a step made, however alike it is.
/// </summary>
public sealed class WholeCheck(IStepJournal journal, StepHandlers handlers, BaseCheck check)
{
    public async Task<RunTurn> Look(RunWork work, CancellationToken stop)
    {
        if (await check.IsAnother(work.Body, stop) is { } another)
        {
            return RunMove.Stick(another);
        }

        foreach (var step in work.Body.Steps.Where(Stays))
        {
            var seen = await handlers.For(step).Verify(step, work.Scope, stop);
            if (seen is { State: ObservedState.Before, Progress: { } progress })
            {
                return new RunTurn.Waits(progress);
            }

            if (seen.State != ObservedState.After)
            {
                var history = await journal.Read(work.Claim.Run, stop);
                return history.IsPastNoReturn(work.Body)
                    ? RunMove.Stick($"Not as planned in the end: {seen.Words}. It is past the point of no return.")
                    : RunMove.Back($"Not as planned in the end: {seen.Words}.");
            }
        }

        return RunMove.Finish();
    }

    private static bool Stays(Step step) => step is { IsRehearsal: false, IsPreparation: false, IsOnlyRecorded: false };
}
