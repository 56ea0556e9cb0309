using Portal.Core;
using Portal.Core.Changes.Runs;
using Portal.Core.Resources;
using Portal.Core.ServiceAccounts;
using Portal.Engines;
using Portal.Engines.Kafka;

namespace Portal.Workers.Applying.Steps.ServiceAccounts;

/// <summary>
/// Moves the time at which the former password ends, as long as the cluster has it. Once that time is over there is nothing left to keep: the password may have
/// ended at it while the run waited.
/// </summary>
public sealed class KeepCredentialHandler(
    ICredentialClusters clusters,
    FormerEnd end,
    HeldFormers formers,
    TimeProvider clock
) : IStepHandler<KeepCredential>
{
    public async Task<Observation> Observe(KeepCredential step, StepScope scope, CancellationToken stop)
    {
        var live = await Look(step, scope, stop);
        var there = live?.IterationsOf(step.Credential.Mechanism) == step.Credential.Iterations;
        return AccountSight.Judge(
            step,
            live,
            IsOver(step) ? ObservedState.After
                : !there ? await WithoutIt(step, scope, stop)
                : await end.Of(step.On, stop) == step.Until ? ObservedState.After
                : ObservedState.Before,
            step.Credential.Mechanism
        );
    }

    public async Task<EngineId?> Act(KeepCredential step, StepScope scope, CancellationToken stop)
    {
        if (await formers.HasEnded(scope.Run, step.On, stop))
        {
            throw new EngineException(
                EngineFault.Final,
                $"The former password of {step.On.Name} was over meanwhile, and is gone: it can't be kept."
            );
        }

        await end.Move(scope.Fenced, step.On, step.Until, stop);
        return null;
    }

    /// <summary>A password that isn't shown was deleted, or the broker that answers has lost it: then nothing but the time of its end is there to be set back.</summary>
    public async Task<Verdict> Undo(KeepCredential step, Undoing undoing, StepScope scope, CancellationToken stop)
    {
        if (IsOver(step) || (await Look(step, scope, stop))?.IterationsOf(step.Credential.Mechanism) is null)
        {
            await end.Move(scope.Fenced, step.On, step.Before, stop);
            return Verdict.Good;
        }

        return await ValueRollback.Of(
            this,
            step,
            () => end.Move(scope.Fenced, step.On, step.Before, stop),
            scope,
            stop
        );
    }

    private async Task<LiveServiceAccount?> Look(KeepCredential step, StepScope scope, CancellationToken stop) =>
        await AccountSight.Look(await scope.Open(clusters.Open, step.On.Cluster, stop), step.On.Name, stop);

    // Where the portal itself deleted it at its former end, that is no stranger's hand: acting is refused, with the reason.
    private async Task<ObservedState> WithoutIt(KeepCredential step, StepScope scope, CancellationToken stop) =>
        await formers.HasEnded(scope.Run, step.On, stop) ? ObservedState.Before : ObservedState.Other;

    private bool IsOver(KeepCredential step) => step.Until <= clock.GetUtcNow();
}
