using Microsoft.EntityFrameworkCore;
using Portal.Core.Clusters;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.JobCredentials;

/// <summary>Judges a draft before it is stored: who may, what was typed, and what the cluster itself answers.</summary>
public sealed class JobKafkaConnectionTest(
    IDbContextFactory<PortalDb> store,
    IClusterProbe probe,
    ClusterReach reach,
    TimeProvider clock
)
{
    public async Task<Outcome<JobAccessFacts>> Take(
        Caller who,
        ClusterId id,
        JobKafkaDraft draft,
        CancellationToken stop
    )
    {
        var permission = Authority.May(who, new CallerAction.ManageClusters());
        if (!permission.Granted)
        {
            return Refusal.Denied(permission.Words);
        }

        await using var db = await store.CreateDbContextAsync(stop);
        if (await ClusterRegister.Find(db, id, stop) is not { } cluster)
        {
            return ClusterRegister.NotThere;
        }

        if (cluster.Kafka is null)
        {
            return Refusal.Conflict($"{cluster.Name} has no Kafka. Add that first.");
        }

        var known = HttpEntry.Of(cluster, EndpointKind.JobKafka);
        var wanted = draft.At(cluster);
        var problems = JobKafkaRules.Problems(draft, cluster, reach, KafkaAccess.Keeps(wanted, known));
        if (problems.Count > 0)
        {
            return Refusal.Invalid(problems);
        }

        if (wanted.SendsPasswordUnencrypted)
        {
            // Before it is sent, and kept also when the cluster refuses it.
            db.Add(ClusterRegister.Unencrypted(clock.GetUtcNow(), who, wanted, cluster));
            await db.SaveChangesAsync(stop);
        }

        var exposed = await GatewayExposure.At(db, cluster, stop);
        return ClusterRegister.Blank(draft.PasswordReference) is not null
            ? new JobAccessFacts("Flink itself reads the password, so the sign-in can't be tested from here.", exposed)
            : Read(await probe.Ask(await KafkaAccess.Of(db, wanted, known, stop), stop), wanted, cluster, exposed);
    }

    private static Outcome<JobAccessFacts> Read(
        ProbeAnswer answer,
        ClusterDraft wanted,
        Cluster cluster,
        IReadOnlyList<string> exposed
    ) =>
        answer switch
        {
            // Flink may lie in another network than the portal.
            ProbeAnswer.Failed { Field: ClusterField.Addresses } failed when !IsOwn(wanted, cluster) =>
                new JobAccessFacts(failed.Words, exposed),
            ProbeAnswer.Failed { Field: { } field } failed => Refusal.Invalid(
                new Dictionary<string, string>(StringComparer.Ordinal) { [field] = failed.Words }
            ),
            ProbeAnswer.Failed failed => Refusal.Conflict(failed.Words),
            ProbeAnswer.Reached { Facts.EngineId: var other } when cluster.EngineId is { } own && own != other =>
                Refusal.Invalid(
                    new Dictionary<string, string>(StringComparer.Ordinal)
                    {
                        [ClusterField.Addresses] =
                            $"Another cluster answers at {wanted.Addresses} than the one registered as {cluster.Name}.",
                    }
                ),
            _ => new JobAccessFacts(null, exposed),
        };

    private static bool IsOwn(ClusterDraft wanted, Cluster cluster) =>
        BootstrapAddress.Join(BootstrapAddress.ParseList(wanted.Addresses).Addresses) == cluster.Kafka?.Addresses;
}
