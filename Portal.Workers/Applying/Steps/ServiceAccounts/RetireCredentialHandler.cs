using Portal.Core;
using Portal.Core.Changes.Runs;
using Portal.Core.Resources;
using Portal.Core.ServiceAccounts;
using Portal.Engines.Kafka;

namespace Portal.Workers.Applying.Steps.ServiceAccounts;

public sealed class RetireCredentialHandler(ICredentialClusters clusters) : IStepHandler<RetireCredential>
{
    /// <summary>A broker that started again may have lost a password that others still take.</summary>
    public bool MayLookDone => true;

    public async Task<Observation> Observe(RetireCredential step, StepScope scope, CancellationToken stop)
    {
        var live = await AccountSight.Look(await Cluster(step, scope, stop), step.On.Name, stop);
        return AccountSight.Judge(step, live, StateOf(step, live));
    }

    public async Task<EngineId?> Act(RetireCredential step, StepScope scope, CancellationToken stop)
    {
        await (await Cluster(step, scope, stop)).Delete(step.On.Name, step.Credential.Mechanism, scope.Deadline, stop);
        return null;
    }

    public Task<Verdict> Undo(RetireCredential step, Undoing undoing, StepScope scope, CancellationToken stop) =>
        Task.FromResult(
            Verdict.Not($"The former password of {step.On.Name} ended; what it was isn't known to the portal.")
        );

    // Other iterations are another password: somebody else gave it, and nobody approved ending that.
    private static ObservedState StateOf(RetireCredential step, LiveServiceAccount? live) =>
        live?.IterationsOf(step.Credential.Mechanism) switch
        {
            null => ObservedState.After,
            var now when now == step.Credential.Iterations => ObservedState.Before,
            _ => ObservedState.Other,
        };

    private Task<IClusterCredentials> Cluster(RetireCredential step, StepScope scope, CancellationToken stop) =>
        scope.Open(clusters.Open, step.On.Cluster, stop);
}
