using Portal.Core;
using Portal.Core.Changes.Runs;
using Portal.Core.Resources;
using Portal.Core.ServiceAccounts;
using Portal.Engines;
using Portal.Engines.Kafka;

namespace Portal.Workers.Applying.Steps.ServiceAccounts;

public sealed class DeleteCredentialsHandler(ICredentialClusters clusters) : IStepHandler<DeleteCredentials>
{
    /// <summary>A broker that started again may have lost a password that others still take.</summary>
    public bool MayLookDone => true;

    public async Task<Observation> Observe(DeleteCredentials step, StepScope scope, CancellationToken stop)
    {
        var live = await AccountSight.Look(await Cluster(step, scope, stop), step.On.Name, stop);
        return AccountSight.Judge(step, live, StateOf(step, live));
    }

    /// <summary>
    /// One after the other, and then what the plan doesn't have: the broker that it was computed from may have lost it. Once one of the plan's is gone, what keeps it
    /// from the next isn't final, whatever it is: nobody can give that one back.
    /// </summary>
    public async Task<EngineId?> Act(DeleteCredentials step, StepScope scope, CancellationToken stop)
    {
        var cluster = await Cluster(step, scope, stop);
        var planned = step.Credentials.Select(c => c.Mechanism).ToList();
        string? gone = null;
        foreach (var mechanism in planned.Union(Enum.GetValues<CredentialMechanism>()))
        {
            try
            {
                await cluster.Delete(step.On.Name, mechanism, scope.Deadline, stop);
            }
            catch (EngineException fault) when (gone is not null)
            {
                throw new EngineException(EngineFault.Unknown, $"{fault.Message} {gone}", fault);
            }

            if (planned.Contains(mechanism))
            {
                gone = $"The {mechanism.Title()} credential of {step.On.Name} is gone already.";
            }
        }

        return null;
    }

    public Task<Verdict> Undo(DeleteCredentials step, Undoing undoing, StepScope scope, CancellationToken stop) =>
        Task.FromResult(Verdict.Not($"{step.On.Name} was deleted; its password isn't known to the portal."));

    // Other iterations are another password: somebody else gave it, and nobody approved deleting that. Where none was shown to the plan, all were approved to go.
    private static ObservedState StateOf(DeleteCredentials step, LiveServiceAccount? live) =>
        live is null ? ObservedState.After
        : !step.Credentials.IsEmpty && live.Credentials.Except(step.Credentials).Any() ? ObservedState.Other
        : ObservedState.Before;

    private Task<IClusterCredentials> Cluster(DeleteCredentials step, StepScope scope, CancellationToken stop) =>
        scope.Open(clusters.Open, step.On.Cluster, stop);
}
