using Portal.Core;
using Portal.Core.Changes.Runs;
using Portal.Core.Resources;
using Portal.Engines;
using Portal.Workers.Applying;

namespace Portal.Tests.CrashMatrix;

/// <summary>A product's step handler with moments after its acts. A topic named to be refused is refused, as Kafka would.</summary>
public sealed class HookedHandler(IStepHandler inner, IHook hook) : IStepHandler
{
    public const string Refused = ".refused";

    public Type Kind => inner.Kind;

    public Task<Observation> Observe(Step step, StepScope scope, CancellationToken stop) =>
        inner.Observe(step, scope, stop);

    public async Task<EngineId?> Act(Step step, StepScope scope, CancellationToken stop)
    {
        if (step.On.Name.EndsWith(Refused, StringComparison.Ordinal))
        {
            throw new EngineException(EngineFault.Final, "Refused, as the test wants it.");
        }

        var made = await inner.Act(step, scope, stop);
        // A broker shows a moment later what its controller answered. A lease ends long after that; here it is ended at once.
        await scope.Retry.Until(
            again => inner.Observe(step, scope, again),
            seen => seen.State == ObservedState.After,
            stop
        );
        await hook.At(new(Kind.Name, StepDirection.Do, CrashPoint.AfterAct));
        return made;
    }

    public async Task<Verdict> Verify(Step step, StepScope scope, CancellationToken stop)
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
