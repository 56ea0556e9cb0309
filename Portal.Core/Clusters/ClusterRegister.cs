using Microsoft.EntityFrameworkCore;
using Portal.Core.Audit;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.Clusters;

/// <summary>The rows behind registered clusters: finding, locking, secrets, and the record of each act.</summary>
internal static class ClusterRegister
{
    public static Refusal NotThere => Refusal.NotFound("There is no such cluster, or not any more.");

    public static string? Blank(string? typed) => string.IsNullOrWhiteSpace(typed) ? null : typed;

    public static Task<Cluster?> Find(PortalDb db, ClusterId id, CancellationToken stop) =>
        db.Set<Cluster>()
            .Include(c => c.Endpoints)
            .SingleOrDefaultAsync(c => c.Id == id && c.DeregisteredAt == null, stop);

    /// <summary>
    /// One act on the register at a time, until the transaction ends: two registrations of one cluster must not miss
    /// each other. Raises the version that open pages compare.
    /// </summary>
    public static Task Lock(PortalDb db, CancellationToken stop) =>
        db.Database.ExecuteSqlAsync($"select bump_snapshot('clusters')", stop);

    /// <summary>
    /// Does something to one registered cluster while no other act on the register can be done, for somebody who has signed in a moment ago. What is
    /// refused leaves everything as it was.
    /// </summary>
    public static async Task<Outcome<T>> Edit<T>(
        IDbContextFactory<PortalDb> store,
        FreshSignIn signIn,
        Caller who,
        ClusterId id,
        Func<PortalDb, Cluster, Task<Outcome<T>>> act,
        CancellationToken stop
    )
    {
        await using var db = await store.CreateDbContextAsync(stop);
        await using var transaction = await db.Database.BeginTransactionAsync(stop);
        await Lock(db, stop);
        if (await Find(db, id, stop) is not { } cluster)
        {
            return NotThere;
        }

        var outcome = await act(db, cluster);
        if (outcome is not Outcome<T>.Done)
        {
            return outcome;
        }

        // What is refused anyway is worth no sign-in.
        if (await signIn.Missing(who, FreshSignIn.ForClusters, stop) is { } again)
        {
            return again;
        }

        await db.SaveChangesAsync(stop);
        await transaction.CommitAsync(stop);
        return outcome;
    }

    /// <summary>
    /// Keeps clusters as they are until the transaction ends, so that no change lands on one that is being let go: who
    /// reads them after this sees those that stay.
    /// </summary>
    public static Task Keep(PortalDb db, IEnumerable<string> names, CancellationToken stop)
    {
        var kept = names.Distinct(StringComparer.Ordinal).ToArray();
        return db.Database.ExecuteSqlAsync(
            $"select from cluster where name = any({kept}) and deregistered_at is null order by id for share",
            stop
        );
    }

    public static async Task<byte[]?> Secret(PortalDb db, long? id, CancellationToken stop) =>
        id is null ? null : await db.Set<Secret>().Where(s => s.Id == id).Select(s => s.Protected).SingleAsync(stop);

    public static async Task<long> AddSecret(PortalDb db, byte[] bytes, DateTimeOffset now, CancellationToken stop)
    {
        var secret = new Secret { Protected = bytes, CreatedAt = now };
        db.Add(secret);
        await db.SaveChangesAsync(stop);
        return secret.Id;
    }

    public static Task EraseSecret(PortalDb db, long? id, DateTimeOffset now, CancellationToken stop) =>
        db.Set<Secret>()
            .Where(s => s.Id == id && s.ErasedAt == null)
            .ExecuteUpdateAsync(
                set => set.SetProperty(s => s.Protected, (byte[]?)null).SetProperty(s => s.ErasedAt, now),
                stop
            );

    /// <summary>Who confirmed that a password goes over the network as it is, and where to.</summary>
    public static AuditEvent Unencrypted(DateTimeOffset now, Caller who, ClusterDraft draft, Cluster? registered) =>
        new()
        {
            At = now,
            Actor = who.Actor,
            Kind = "cluster.unencrypted-password",
            ClusterId = registered?.Id,
            Subject = draft.Name,
            Words =
                $"{who.DisplayName} confirmed that the password of {draft.Username} is sent unencrypted (PLAIN without TLS).",
            Data = CoreJson.Write(new { draft.Addresses, draft.Username }),
        };

    /// <param name="set">What of the cluster was set; null: its Kafka.</param>
    public static AuditEvent Event(
        DateTimeOffset now,
        Caller who,
        Cluster cluster,
        string kind,
        string words,
        object? set = null
    ) =>
        new()
        {
            At = now,
            Actor = who.Actor,
            Kind = kind,
            ClusterId = cluster.Id,
            Subject = cluster.Name,
            Words = words,
            // Everything that was set but what is secret.
            Data = CoreJson.Write(
                set
                    ?? new
                    {
                        cluster.Environment,
                        cluster.Region,
                        cluster.EngineId,
                        cluster.Kafka?.Addresses,
                        cluster.Kafka?.Tls,
                        cluster.Kafka?.SaslMechanism,
                        cluster.Kafka?.Username,
                        cluster.MissingPermissions,
                        PasswordListener = Listener(cluster, EndpointKind.PasswordListener),
                        CertificateListener = Listener(cluster, EndpointKind.CertificateListener),
                    }
            ),
        };

    private static object? Listener(Cluster cluster, EndpointKind kind) =>
        ClientListener.Of(cluster, kind) is { } listener ? new { listener.Addresses, listener.Tls } : null;
}
