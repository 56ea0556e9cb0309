using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Access.Reviews;
using Portal.Core.Resources;
using Portal.Core.Store;

namespace Portal.Core.Access;

/// <summary>A grant that is in force, with the entries it holds.</summary>
/// <param name="Adopted">Those of them that were there before any grant.</param>
/// <param name="DroppedIn">The number of the access review that dropped it: it is being removed. Null: none did.</param>
public sealed record HeldGrant(
    AccessGrant Grant,
    ImmutableArray<Acl> Acls,
    ImmutableArray<Acl> Adopted,
    long? DroppedIn
);

/// <summary>
/// Which entries of a cluster are the portal's, and by which grant: written down before they are made, and taken out once they are
/// seen to be gone. What isn't here is never removed.
/// </summary>
public sealed class AccessLedger(IDbContextFactory<PortalDb> store)
{
    private const int Lock = 0x61636c73; // "acls"

    /// <summary>
    /// Nobody else changes this cluster's grants meanwhile: of two that hold the same entry and end at once, the second sees that the
    /// first no longer does.
    /// </summary>
    public async Task Alone(ClusterId cluster, Func<Task> work, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        await using var transaction = await db.Database.BeginTransactionAsync(stop);
        // Whoever is frozen while it has the lock loses it, whatever the store's role has set: others go on, and what it wakes up to is refused by its run's fence.
        await db.Database.ExecuteSqlAsync($"set local idle_in_transaction_session_timeout = '30s'", stop);
        await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock({Lock}, {cluster.Value})", stop);
        await work();
        await transaction.CommitAsync(stop);
    }

    /// <summary>Of those that are in force, by name.</summary>
    public async Task<IReadOnlyDictionary<string, HeldGrant>> Of(
        ClusterId cluster,
        IReadOnlyCollection<string> names,
        CancellationToken stop
    )
    {
        await using var db = await store.CreateDbContextAsync(stop);
        var grants = await db.Set<AccessGrant>()
            .AsNoTracking()
            .Where(g => g.ClusterId == cluster && names.Contains(g.Name) && g.EndedAt == null)
            .ToListAsync(stop);
        var ids = grants.Select(g => g.Id).ToArray();
        var acls = (
            await db.Set<AccessAcl>().AsNoTracking().Where(a => ids.Contains(a.GrantId)).ToListAsync(stop)
        ).ToLookup(a => a.GrantId);
        var drops = (
            await db.Set<AccessReviewItem>()
                .Where(i => ids.Contains(i.GrantId) && i.Verdict == ReviewVerdict.Drop)
                .Select(i => new { i.GrantId, i.ReviewId })
                .ToListAsync(stop)
        ).ToLookup(i => i.GrantId, i => (long?)i.ReviewId);
        return grants.ToDictionary(
            g => g.Name,
            g => new HeldGrant(
                g,
                [.. acls[g.Id].Select(a => a.Acl).Order()],
                [.. acls[g.Id].Where(a => a.Adopted).Select(a => a.Acl).Order()],
                drops[g.Id].Max()
            ),
            StringComparer.Ordinal
        );
    }

    /// <summary>Whether a grant that this run had made or changed was ended meanwhile because its time was over.</summary>
    public async Task<bool> Expired(RunId run, ResourceRef on, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        return await db.Set<AccessGrant>()
            .AnyAsync(
                g => g.RunId == run && g.ClusterId == on.Cluster && g.Name == on.Name && g.ExpiresAt <= g.EndedAt,
                stop
            );
    }

    /// <summary>All entries that grants other than these hold on a cluster.</summary>
    public Task<ImmutableHashSet<Acl>> HeldByOthers(
        ClusterId cluster,
        IReadOnlyCollection<string> names,
        CancellationToken stop
    ) => Held(cluster, names, evenIfTakenBack: true, stop);

    /// <summary>
    /// Those of them that end with another grant. What was there before any grant doesn't, while the run that has a grant hold it may still be taken back:
    /// whoever comes to hold it too leaves it where it was.
    /// </summary>
    public Task<ImmutableHashSet<Acl>> EndingWithOthers(ResourceRef grant, CancellationToken stop) =>
        Held(grant.Cluster, [grant.Name], evenIfTakenBack: false, stop);

    private async Task<ImmutableHashSet<Acl>> Held(
        ClusterId cluster,
        IReadOnlyCollection<string> names,
        bool evenIfTakenBack,
        CancellationToken stop
    )
    {
        await using var db = await store.CreateDbContextAsync(stop);
        var rows = await (
            from acl in db.Set<AccessAcl>().AsNoTracking()
            join grant in db.Set<AccessGrant>() on acl.GrantId equals grant.Id
            where grant.ClusterId == cluster && grant.EndedAt == null && !names.Contains(grant.Name)
            where
                evenIfTakenBack
                || !acl.Adopted
                || db.Set<Resource>()
                    .Any(r =>
                        r.Kind == AccessKind.Word && r.ClusterId == cluster && r.Name == grant.Name && r.GoneAt == null
                    )
            select acl
        ).ToListAsync(stop);
        return [.. rows.Select(row => row.Acl)];
    }
}
