using Portal.Core;
using Portal.Core.Changes.Requests;
using Portal.Core.Evaluation;
using Portal.Core.Resources;
using Portal.Core.ServiceAccounts;
using Portal.Core.Teams;
using Portal.Engines.Kafka;
using Portal.Engines.Secrets;
using Portal.Tests.Applying;

namespace Portal.Tests.ServiceAccounts;

/// <summary>Accounts in a world, and its cluster's credentials.</summary>
internal static class ServiceAccountWorlds
{
    public static ResourceDraft Create(string name) =>
        new(ServiceAccountKind.Word, ResourceOperation.Create, "dev", name, Spec(rotation: 1));

    /// <summary>Of one whose clients sign in with a certificate of this subject.</summary>
    public static ResourceDraft Certified(string subject) =>
        new(ServiceAccountKind.Word, ResourceOperation.Create, "dev", subject, ByCertificate);

    public static ResourceDraft Rotate(string name, int to) =>
        new(ServiceAccountKind.Word, ResourceOperation.Update, "dev", name, Spec(to));

    /// <summary>The spec of the first password once it was rotated beside it.</summary>
    public static ServiceAccountSpec Beside(DateTimeOffset until) => Spec(rotation: 1).Rotated(until);

    public static ResourceDraft Update(string name, ServiceAccountSpec to) =>
        new(ServiceAccountKind.Word, ResourceOperation.Update, "dev", name, to);

    public static ResourceDraft Delete(string name) =>
        new(ServiceAccountKind.Word, ResourceOperation.Delete, "dev", name, null, name);

    /// <summary>The password of an account, as its requester sees it, once.</summary>
    public static async Task<string> Taken(this WorkerWorld world, string account)
    {
        await using var db = await world.Open();
        var cluster = db.Set<Core.Clusters.Cluster>().Single(c => c.Name == "dev").Id;
        var requester = await world.Person(Role.Member, SeededStructure.Payments);
        var taken = await world.Get<CredentialShelf>().Take(requester, cluster, account, CancellationToken.None);
        return world.Get<SecretVault>().Open(taken.ShouldBeOfType<Outcome<byte[]>.Done>().Value);
    }

    public static async Task<IClusterCredentials> Credentials(this WorkerWorld world)
    {
        await using var db = await world.Open();
        var cluster = db.Set<Core.Clusters.Cluster>().Single(c => c.Name == "dev").Id;
        return await world.Get<ICredentialClusters>().Open(cluster, CancellationToken.None);
    }

    /// <summary>The iterations of an account's credential; null when it has none.</summary>
    public static async Task<int?> Iterations(
        this WorkerWorld world,
        string name,
        CredentialMechanism mechanism = CredentialMechanism.ScramSha512
    ) =>
        (await (await world.Credentials()).All(CancellationToken.None))
            .FirstOrDefault(account => account.Name == name)
            ?.IterationsOf(mechanism);

    /// <summary>When its former password ends by itself; null: nobody waits for that.</summary>
    public static async Task<DateTimeOffset?> FormerEnds(this WorkerWorld world, string name)
    {
        await using var db = await world.Open();
        var cluster = db.Set<Core.Clusters.Cluster>().Single(c => c.Name == "dev").Id;
        return await world.Get<FormerEnd>().Of(new(ServiceAccountKind.Word, cluster, name), CancellationToken.None);
    }

    public static readonly ServiceAccountSpec ByCertificate = Spec(rotation: 1) with
    {
        Authentication = AccountAuthentication.Tls,
    };

    /// <summary>As Kafka writes them: with all that means something in a subject, an address, a page or a file.</summary>
    public static readonly string[] Subjects =
    [
        "CN=billing,OU=payments,O=Acme",
        """CN=Shop\, \"Q\" & Sons,O=A/S,C=DK""",
        "CN=Zoë 日本 🚀,O=Acme \\+ Co",
        "CN=50% of a\\\\b?#x,O=\\<script\\>,DC=acme",
        "1.2.840.113549.1.9.1=#16056140622e63,CN=x+UID=7",
    ];

    public static ServiceAccountSpec Spec(int rotation) =>
        new(CredentialMechanism.ScramSha512, rotation, SeededStructure.Payments);
}
