using Portal.Core;
using Portal.Core.Changes.Runs;
using Portal.Core.Resources;
using Portal.Workers.Applying;

namespace Portal.Tests.CrashMatrix;

/// <summary>
/// The product's journal with moments around each write. A write that was set out on isn't called back: a worker that
/// sleeps between looking at its lease and writing is what the fence is there for.
/// </summary>
public sealed class HookedJournal(IStepJournal inner, IHook hook) : IStepJournal
{
    public Task<RunHistory> Read(RunId run, CancellationToken stop) => inner.Read(run, stop);

    public async Task<FencePass> Intend(RunClaim claim, StepRef step, BeforeImage before, CancellationToken stop)
    {
        await hook.At(Of(step, CrashPoint.BeforeIntent));
        var pass = await inner.Intend(claim, step, before, CancellationToken.None);
        await hook.At(Of(step, CrashPoint.AfterIntent));
        return pass;
    }

    public async Task Done(
        RunClaim claim,
        StepRef step,
        StepOrigin origin,
        EngineId? engineId,
        string words,
        CancellationToken stop
    )
    {
        await inner.Done(claim, step, origin, engineId, words, CancellationToken.None);
        await hook.At(Of(step, CrashPoint.AfterDone));
    }

    public async Task RolledBack(
        RunClaim claim,
        StepRef step,
        EngineId? engineId,
        string words,
        string? remains,
        CancellationToken stop
    )
    {
        await inner.RolledBack(claim, step, engineId, words, remains, CancellationToken.None);
        await hook.At(Of(step, CrashPoint.AfterDone));
    }

    public Task Failed(RunClaim claim, StepRef step, string words, CancellationToken stop) =>
        inner.Failed(claim, step, words, stop);

    private static Moment Of(StepRef step, CrashPoint point) => new(step.Step.GetType().Name, step.Direction, point);
}
