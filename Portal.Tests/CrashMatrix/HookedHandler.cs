using Portal.Core;
using Portal.Core.Changes.Runs;
using Portal.Core.Jobs.Rehearsals;
using Portal.Core.Resources;
using Portal.Engines;
using Portal.Workers.Applying;

namespace Portal.Tests.CrashMatrix;

/// <summary>A product's step handler with moments after its acts. A topic named to be refused is refused, as Kafka would.</summary>
public sealed class HookedHandler(IStepHandler inner, IHook hook) : IStepHandler
{
    public const string Refused = ".refused";

    /// <summary>What is named so never becomes stable in its rehearsal.</summary>
    public const string Unstable = ".unstable";

    private static readonly RetryPolicy Shows = new(TimeProvider.System, TimeSpan.FromSeconds(60));

    public Type Kind => inner.Kind;

    public bool MayBeHalfDone => inner.MayBeHalfDone;

    public bool MayLookDone => inner.MayLookDone;

    public Task<Observation> Observe(Step step, StepScope scope, CancellationToken stop) =>
        inner.Observe(step, scope, stop);

    public async Task<EngineId?> Act(Step step, StepScope scope, CancellationToken stop)
    {
        var isUnstable = step is AwaitRehearsal && step.On.Name.EndsWith(Unstable, StringComparison.Ordinal);
        if (isUnstable || step.On.Name.EndsWith(Refused, StringComparison.Ordinal))
        {
            throw new EngineException(EngineFault.Final, "Refused, as the test wants it.");
        }

        var afterwards = new Moment(Kind.Name, StepDirection.Do, CrashPoint.AfterAct);
        EngineId? made;
        try
        {
            made = await inner.Act(step, scope, stop);
        }
        catch (EngineException lost) when (lost.Fault != EngineFault.Final && hook.AsksAt(afterwards))
        {
            // On a busy machine an answer may come too late to what was done all the same.
            if (await IsShown(step, lost.Fault == EngineFault.Unknown ? Shows : scope.Retry, scope, stop))
            {
                await hook.At(afterwards);
            }

            throw;
        }

        if (hook.AsksAt(afterwards))
        {
            // A lease ends long after that; here it is ended at once.
            await IsShown(step, Shows, scope, stop);
            await hook.At(afterwards);
        }

        return made;
    }

    // A broker shows a moment later what its controller answered.
    private Task<bool> IsShown(Step step, RetryPolicy within, StepScope scope, CancellationToken stop) =>
        within.Until(again => IsShownNow(step, scope, again), shown => shown, stop);

    private async Task<bool> IsShownNow(Step step, StepScope scope, CancellationToken stop)
    {
        try
        {
            return (await inner.Observe(step, scope, stop)).State == ObservedState.After;
        }
        catch (EngineException)
        {
            return false;
        }
    }

    public async Task<Observation> Verify(Step step, StepScope scope, CancellationToken stop)
    {
        await hook.At(new(Kind.Name, StepDirection.Do, CrashPoint.Afterwards));
        return await inner.Verify(step, scope, stop);
    }

    public async Task<Verdict> Undo(Step step, Undoing undoing, StepScope scope, CancellationToken stop)
    {
        var verdict = await inner.Undo(step, undoing, scope, stop);
        await hook.At(new(Kind.Name, StepDirection.Undo, CrashPoint.AfterAct));
        return verdict;
    }
}
