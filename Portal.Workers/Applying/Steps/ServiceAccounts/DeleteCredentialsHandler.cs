using Portal.Core;
using Portal.Core.Changes.Runs;
using Portal.Core.Resources;
using Portal.Core.ServiceAccounts;
using Portal.Engines;
using Portal.Engines.Kafka;

namespace Portal.Workers.Applying.Steps.ServiceAccounts;

public sealed class DeleteCredentialsHandler(ICredentialClusters clusters) : IStepHandler<DeleteCredentials>
{
    public async Task<Observation> Observe(DeleteCredentials step, StepScope scope, CancellationToken stop)
    {
        var live = await AccountSight.Look(await Cluster(step, scope, stop), step.On.Name, stop);
        return AccountSight.Judge(step, live, StateOf(step, live));
    }

    /// <summary>One after the other. What keeps it from the second isn't final, whatever it is: nobody can give the first one back.</summary>
    public async Task<EngineId?> Act(DeleteCredentials step, StepScope scope, CancellationToken stop)
    {
        var cluster = await Cluster(step, scope, stop);
        string? gone = null;
        foreach (var mechanism in step.Credentials.Select(c => c.Mechanism))
        {
            try
            {
                await cluster.Delete(step.On.Name, mechanism, scope.Deadline, stop);
            }
            catch (EngineException fault) when (gone is not null)
            {
                throw new EngineException(EngineFault.Unknown, $"{fault.Message} {gone}", fault);
            }

            gone = $"The {mechanism.Title()} credential of {step.On.Name} is gone already.";
        }

        return null;
    }

    public Task<Verdict> Undo(DeleteCredentials step, Undoing undoing, StepScope scope, CancellationToken stop) =>
        Task.FromResult(Verdict.Not($"{step.On.Name} was deleted; its password isn't known to the portal."));

    // Other iterations are another password: somebody else gave it, and nobody approved deleting that.
    private static ObservedState StateOf(DeleteCredentials step, LiveServiceAccount? live) =>
        live is null ? ObservedState.After
        : live.Credentials.Except(step.Credentials).Any() ? ObservedState.Other
        : ObservedState.Before;

    private Task<IClusterCredentials> Cluster(DeleteCredentials step, StepScope scope, CancellationToken stop) =>
        scope.Open(clusters.Open, step.On.Cluster, stop);
}
