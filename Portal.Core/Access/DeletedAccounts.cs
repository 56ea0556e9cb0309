using Microsoft.EntityFrameworkCore;
using Portal.Core.Store;

namespace Portal.Core.Access;

/// <summary>
/// Grants of accounts by certificate that were deleted since. What ends an account with a password is that nobody can sign in any more; a certificate stays
/// valid, so what ends is what it may do.
/// </summary>
public sealed class DeletedAccounts(IDbContextFactory<PortalDb> store)
{
    // A grant that was given after the deletion is of another account of that name.
    private const string Theirs = """
        from access_grant g join resource r on r.cluster_id = g.cluster_id and 'User:' || r.name = g.principal
        where g.ended_at is null and r.kind = 'service-account' and r.spec ->> 'authentication' = 'tls'
            and r.gone_at > g.granted_at
        """;

    private const string Names =
        $"select distinct g.name as \"Value\" {Theirs} and g.cluster_id = {{0}} and g.name = any ({{1}})";

    private const string Marked = $$"""
        insert into due (kind, subject_id, due_at)
        select distinct {0}, g.id, {1} {{Theirs}}
            and exists (select from cluster c where c.id = g.cluster_id and c.deregistered_at is null)
            and not exists ({{AccessEnd.Restores}} and e.at > r.gone_at)
        on conflict (kind, subject_id) do update set due_at = least(due.due_at, excluded.due_at)
        where due.due_at > excluded.due_at + interval '2 minutes'
        """;

    /// <summary>Those of these grants of a cluster, by name.</summary>
    public async Task<IReadOnlySet<string>> Of(
        ClusterId cluster,
        IReadOnlyCollection<string> grants,
        CancellationToken stop
    )
    {
        await using var db = await store.CreateDbContextAsync(stop);
        return await Of(db, cluster, [.. grants], stop);
    }

    /// <summary>Has all of them end now whose cluster is registered; those of accounts deleted before a restore, a day after that.</summary>
    public static Task Mark(PortalDb db, DateTimeOffset now, CancellationToken stop) =>
        db.Database.ExecuteSqlRawAsync(Marked, [AccessDues.Ends.Word, now], stop);

    internal static async Task<bool> IsOf(PortalDb db, AccessGrant grant, CancellationToken stop) =>
        (await Of(db, grant.ClusterId, [grant.Name], stop)).Count > 0;

    private static async Task<HashSet<string>> Of(
        PortalDb db,
        ClusterId cluster,
        string[] grants,
        CancellationToken stop
    ) => [.. await db.Database.SqlQueryRaw<string>(Names, cluster.Value, grants).ToListAsync(stop)];
}
