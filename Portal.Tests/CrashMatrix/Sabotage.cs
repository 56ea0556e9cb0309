using Portal.Core;
using Portal.Core.Changes.Runs;
using Portal.Core.Resources;
using Portal.Core.Store;
using Portal.Workers.Applying;

namespace Portal.Tests.CrashMatrix;

/// <summary>What is taken out of the product to see that the matrix notices.</summary>
public enum Sabotage
{
    None,
    Fence,
    Observe,
    Intent,
}

/// <summary>A fence that lets everybody through.</summary>
public sealed class OpenFence : IFence
{
    public Task<FencePass> Pass(PortalDb db, RunClaim claim, CancellationToken stop) =>
        Task.FromResult(new FencePass(null));
}

/// <summary>A handler that doesn't look: it always believes that nothing has been done.</summary>
public sealed class BlindHandler(IStepHandler inner) : IStepHandler
{
    public Type Kind => inner.Kind;

    public bool MayBeHalfDone => inner.MayBeHalfDone;

    public bool MayLookDone => inner.MayLookDone;

    public async Task<Observation> Observe(Step step, StepScope scope, CancellationToken stop) =>
        await inner.Observe(step, scope, stop) with
        {
            State = ObservedState.Before,
        };

    public Task<EngineId?> Act(Step step, StepScope scope, CancellationToken stop) => inner.Act(step, scope, stop);

    public Task<Observation> Verify(Step step, StepScope scope, CancellationToken stop) =>
        inner.Verify(step, scope, stop);

    public Task<Verdict> Undo(Step step, Undoing undoing, StepScope scope, CancellationToken stop) =>
        inner.Undo(step, undoing, scope, stop);
}

/// <summary>A journal that doesn't say what is about to be done.</summary>
public sealed class SilentJournal(IStepJournal inner) : IStepJournal
{
    public Task<RunHistory> Read(RunId run, CancellationToken stop) => inner.Read(run, stop);

    public Task<FencePass> Intend(RunClaim claim, StepRef step, BeforeImage before, CancellationToken stop) =>
        Task.FromResult(new FencePass(null));

    public Task Done(
        RunClaim claim,
        StepRef step,
        StepOrigin origin,
        EngineId? engineId,
        string words,
        CancellationToken stop
    ) => inner.Done(claim, step, origin, engineId, words, stop);

    public Task RolledBack(
        RunClaim claim,
        StepRef step,
        EngineId? engineId,
        string words,
        string? remains,
        CancellationToken stop
    ) => inner.RolledBack(claim, step, engineId, words, remains, stop);

    public Task Failed(RunClaim claim, StepRef step, string words, CancellationToken stop) =>
        inner.Failed(claim, step, words, stop);
}
