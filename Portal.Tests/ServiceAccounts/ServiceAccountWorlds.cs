using Portal.Core.Changes.Requests;
using Portal.Core.Evaluation;
using Portal.Core.Resources;
using Portal.Core.ServiceAccounts;
using Portal.Engines.Kafka;
using Portal.Tests.Applying;

namespace Portal.Tests.ServiceAccounts;

/// <summary>Accounts in a world, and its cluster's credentials.</summary>
internal static class ServiceAccountWorlds
{
    public static ResourceDraft Create(string name) =>
        new(ServiceAccountKind.Word, ResourceOperation.Create, "dev", name, Spec(rotation: 1));

    public static ResourceDraft Rotate(string name, int to) =>
        new(ServiceAccountKind.Word, ResourceOperation.Update, "dev", name, Spec(to));

    public static ResourceDraft Delete(string name) =>
        new(ServiceAccountKind.Word, ResourceOperation.Delete, "dev", name, null, name);

    public static async Task<IClusterCredentials> Credentials(this WorkerWorld world)
    {
        await using var db = await world.Open();
        var cluster = db.Set<Core.Clusters.Cluster>().Single(c => c.Name == "dev").Id;
        return await world.Get<ICredentialClusters>().Open(cluster, CancellationToken.None);
    }

    /// <summary>The iterations of an account's credential; null when it has none.</summary>
    public static async Task<int?> Iterations(this WorkerWorld world, string name) =>
        (await (await world.Credentials()).All(CancellationToken.None))
            .FirstOrDefault(account => account.Name == name)
            ?.IterationsOf(CredentialMechanism.ScramSha512);

    private static ServiceAccountSpec Spec(int rotation) =>
        new(CredentialMechanism.ScramSha512, rotation, SeededStructure.Payments);
}
