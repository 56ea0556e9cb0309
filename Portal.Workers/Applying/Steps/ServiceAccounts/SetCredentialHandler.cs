using System.Security.Cryptography;
using Portal.Core;
using Portal.Core.Changes.Runs;
using Portal.Core.Resources;
using Portal.Core.ServiceAccounts;
using Portal.Engines.Kafka;
using Portal.Engines.Secrets;

namespace Portal.Workers.Applying.Steps.ServiceAccounts;

/// <summary>
/// Generates a password and sets it. It is put down sealed first, so that a worker that takes over sets the same one: whichever try came through, its
/// requester sees the password that counts. It is in no log, journal or plan.
/// </summary>
public sealed class SetCredentialHandler(
    ICredentialClusters clusters,
    CredentialShelf shelf,
    SecretVault vault,
    FormerEnd end,
    HeldFormers formers,
    AgreedAccounts agreed
) : IStepHandler<SetCredential>
{
    private const int PasswordBytes = 24;

    /// <summary>A broker that started again may have lost what an unanswered try set, and others take it.</summary>
    public bool MayBeHalfDone => true;

    public async Task<Observation> Observe(SetCredential step, StepScope scope, CancellationToken stop)
    {
        var live = await AccountSight.Look(await Cluster(step, scope, stop), step.On.Name, stop);
        return AccountSight.Judge(step, live, await StateOf(step, live, scope, stop), step.Mechanism);
    }

    public async Task<EngineId?> Act(SetCredential step, StepScope scope, CancellationToken stop)
    {
        var fresh = vault.Seal(Convert.ToBase64String(RandomNumberGenerator.GetBytes(PasswordBytes)));
        var put = await shelf.PutDown(scope.Fenced, step.On, fresh, stop);
        // One that is waited for already may be that of an earlier rotation.
        if (step.FormerUntil is { } until)
        {
            await end.Move(scope.Fenced, step.On, until, stop);
        }

        await (await Cluster(step, scope, stop)).Set(
            step.On.Name,
            step.Mechanism,
            step.Iterations,
            vault.Open(put),
            scope.Deadline,
            stop
        );
        return null;
    }

    /// <summary>
    /// Deletes what this step made, as long as it still is what it made, or isn't shown: the broker that answers may have lost it. What it may have lost as well is a
    /// password that was agreed to: where it isn't known whether this step set another, that stays, and so does its end.
    /// </summary>
    public async Task<Verdict> Undo(SetCredential step, Undoing undoing, StepScope scope, CancellationToken stop)
    {
        if (step.Before is not null || undoing.Origin == StepOrigin.Met)
        {
            return Verdict.Not($"{step.On.Name} has a new password, and the one before isn't known.");
        }

        if (undoing.Origin is null && await Hidden(step, scope, stop) is { } account)
        {
            if (account.FormerUntil is { } until)
            {
                await end.Move(scope.Fenced, step.On, until, stop);
            }

            var by = step.Mechanism.Title();
            return Verdict.Leaving(
                $"Whether {step.On.Name} got a new password by {by} isn't known: none is shown, and the one that it had may still work at other brokers, so none was deleted. If its clients can't sign in by {by}, rotate the password."
            );
        }

        return await ValueRollback.Of(
            this,
            step,
            async () =>
                await (await Cluster(step, scope, stop)).Delete(step.On.Name, step.Mechanism, scope.Deadline, stop),
            scope,
            stop,
            always: true
        );
    }

    // The account that was agreed to have a password by this mechanism, and shows none; null: it isn't so.
    private async Task<ServiceAccountSpec?> Hidden(SetCredential step, StepScope scope, CancellationToken stop)
    {
        var live = await AccountSight.Look(await Cluster(step, scope, stop), step.On.Name, stop);
        var known = await agreed.Of(step.On.Cluster, [step.On.Name], stop);
        return
            live?.IterationsOf(step.Mechanism) is null
            && known.GetValueOrDefault(step.On.Name)?.Spec is { } account
            && account.HasPasswordBy(step.Mechanism)
            ? account
            : null;
    }

    // One that it replaces may have been a former password, and have ended at its time while the run waited: then the account has just its newest. A worker that
    // was killed after it deleted that, and before it wrote it down, makes it somebody else's hand: nothing is lost, and once the next sweep has written it, a
    // retry of a stuck run goes on.
    private async Task<ObservedState> StateOf(
        SetCredential step,
        LiveServiceAccount? live,
        StepScope scope,
        CancellationToken stop
    )
    {
        var now = live?.IterationsOf(step.Mechanism);
        return now == step.Iterations ? ObservedState.After
            : now == step.Before ? ObservedState.Before
            : now is null && live is not null && await formers.HasEnded(scope.Run, step.On, stop) ? ObservedState.Before
            : ObservedState.Other;
    }

    private Task<IClusterCredentials> Cluster(SetCredential step, StepScope scope, CancellationToken stop) =>
        scope.Open(clusters.Open, step.On.Cluster, stop);
}
