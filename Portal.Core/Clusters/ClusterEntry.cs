using Microsoft.EntityFrameworkCore;
using Portal.Core.Store;

namespace Portal.Core.Clusters;

/// <summary>How an examined draft becomes the rows of a registered cluster.</summary>
internal static class ClusterEntry
{
    /// <summary>Why this name or this very cluster can't be registered beside what is; null when it can.</summary>
    public static async Task<Refusal?> Collision(
        PortalDb db,
        ClusterDraft draft,
        ClusterFacts? facts,
        Cluster? self,
        CancellationToken stop
    )
    {
        var engine = facts?.EngineId;
        var others = await db.Set<Cluster>()
            .Where(c => c.DeregisteredAt == null)
            .Where(c => c.Name == draft.Name || (engine != null && c.EngineId == engine))
            .Select(c => new { c.Id, c.Name })
            .ToListAsync(stop);
        others.RemoveAll(c => c.Id == self?.Id);
        return others switch
        {
            [] => await ClusterNames.Obstacle(db, draft, facts, self, stop),
            _ when others.Exists(c => c.Name == draft.Name) => Refusal.Invalid(
                new Dictionary<string, string>
                {
                    [ClusterField.Name] = $"There is a cluster {draft.Name} already; choose another name.",
                }
            ),
            [var same, ..] => Refusal.Conflict($"This cluster is registered already, as {same.Name}."),
        };
    }

    /// <summary>
    /// Why its Kafka can't move while jobs have an entry of their own where it was; null: it can. That isn't carried over: the password of jobs would
    /// go to hosts that it wasn't entered for.
    /// </summary>
    public static Refusal? JobsElsewhere(Cluster cluster, ClusterDraft draft) =>
        cluster.Kafka is { } known
        && HttpEntry.Of(cluster, EndpointKind.JobKafka)?.Addresses == known.Addresses
        && Normal(draft.Addresses) != known.Addresses
            ? Refusal.Conflict(
                $"The stream jobs of {cluster.Name} have an entry of their own for its Kafka at the former addresses. Set the new ones under Kafka for jobs first, or remove that entry and set it again afterwards."
            )
            : null;

    /// <param name="facts">What its Kafka answered; null: it has none.</param>
    public static async Task Write(
        PortalDb db,
        Cluster cluster,
        ClusterDraft draft,
        ClusterFacts? facts,
        ISecretSeal seal,
        DateTimeOffset now,
        CancellationToken stop
    )
    {
        cluster.Name = draft.Name;
        if (facts is null)
        {
            return;
        }

        cluster.EngineId = facts.EngineId;
        cluster.Version = facts.Version;
        cluster.ControllerKind = facts.ControllerKind;
        cluster.IsLocal = facts.IsLocal;
        cluster.MissingPermissions = [.. facts.MissingPermissions];
        var kafka = cluster.Kafka;
        if (kafka is null)
        {
            kafka = new Endpoint { Kind = EndpointKind.Kafka, Addresses = "" };
            cluster.Endpoints.Add(kafka);
        }

        Write(kafka, draft);
        Write(cluster, EndpointKind.PasswordListener, draft.PasswordListener);
        Write(cluster, EndpointKind.CertificateListener, draft.CertificateListener);
        await WriteSecret(db, kafka, draft, seal, now, stop);
    }

    public static void Write(Endpoint kafka, ClusterDraft draft)
    {
        kafka.Addresses = Normal(draft.Addresses);
        kafka.Tls = draft.Tls;
        kafka.CaPem = ClusterRegister.Blank(draft.CaPem);
        kafka.SaslMechanism = draft.SaslMechanism;
        kafka.Username = draft.SaslMechanism is null ? null : draft.Username;
    }

    private static void Write(Cluster cluster, EndpointKind kind, ClientListener? wanted)
    {
        var known = HttpEntry.Of(cluster, kind);
        if (wanted is null)
        {
            cluster.Endpoints.RemoveAll(e => e == known);
            return;
        }

        if (known is null)
        {
            known = new Endpoint { Kind = kind, Addresses = "" };
            cluster.Endpoints.Add(known);
        }

        (known.Addresses, known.Tls) = (Normal(wanted.Addresses), wanted.Tls);
        known.CaPem = ClusterRegister.Blank(wanted.CaPem);
    }

    private static string Normal(string addresses) =>
        BootstrapAddress.Join(BootstrapAddress.ParseList(addresses).Addresses);

    // A password that was replaced or isn't needed any more is erased, not kept around.
    public static async Task WriteSecret(
        PortalDb db,
        Endpoint endpoint,
        ClusterDraft draft,
        ISecretSeal seal,
        DateTimeOffset now,
        CancellationToken stop
    )
    {
        var typed = draft.SaslMechanism is null ? null : ClusterRegister.Blank(draft.Password);
        if (typed is null && draft.SaslMechanism is not null)
        {
            return;
        }

        await ClusterRegister.EraseSecret(db, endpoint.SecretId, now, stop);
        endpoint.SecretId = typed is null ? null : await ClusterRegister.AddSecret(db, seal.Seal(typed), now, stop);
    }
}
