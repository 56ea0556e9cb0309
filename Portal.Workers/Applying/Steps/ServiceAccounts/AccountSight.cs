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

    public static Observation Judge(Step step, LiveServiceAccount? live, ObservedState state) =>
        new(
            state,
            live,
            live is null
                ? $"{step.On.Name} has no credentials"
                : $"{step.On.Name} has {string.Join(", ", live.Credentials.Select(c => $"{c.Mechanism.Title()} with {c.Iterations} iterations"))}"
        );
}
