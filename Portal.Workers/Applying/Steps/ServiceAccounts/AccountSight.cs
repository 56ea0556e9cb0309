using Portal.Core.Changes.Runs;
using Portal.Core.Resources;
using Portal.Core.ServiceAccounts;
using Portal.Engines.Kafka;

namespace Portal.Workers.Applying.Steps.ServiceAccounts;

/// <summary>One account looked at by name, on the scale of a step.</summary>
internal static class AccountSight
{
    public static async Task<LiveServiceAccount?> Look(
        IClusterCredentials cluster,
        string name,
        CancellationToken stop
    ) => (await cluster.All(stop)).FirstOrDefault(account => account.Name == name);

    /// <param name="mechanism">
    /// Of the one credential that the step needs; null: it needs none. One that isn't shown was deleted, or the broker that answers has lost it: no other incarnation
    /// is known to be there then.
    /// </param>
    public static Observation Judge(
        Step step,
        LiveServiceAccount? live,
        ObservedState state,
        CredentialMechanism? mechanism = null
    ) =>
        new(
            state,
            state == ObservedState.Other && mechanism is { } needed && live?.IterationsOf(needed) is null ? null : live,
            live is null
                ? $"{step.On.Name} has no credentials"
                : $"{step.On.Name} has {string.Join(", ", live.Credentials.Select(c => $"{c.Mechanism.Title()} with {c.Iterations} iterations"))}"
        );
}
