using Microsoft.EntityFrameworkCore;
using Portal.Core.Clusters;
using Portal.Core.Resources;
using Portal.Core.Store;

namespace Portal.Core.Access;

/// <summary>Lists of grants, and of ACLs that no grant holds, by cluster and name, paged by key.</summary>
public sealed class AccessList(IDbContextFactory<PortalDb> store, ResourceKinds kinds)
{
    /// <param name="after"><c>cluster/name</c> of the last one of the page before; null: from the beginning.</param>
    public async Task<IReadOnlyList<AccessRow>> Page(
        AccessFilter filter,
        string? after,
        int take,
        CancellationToken stop
    )
    {
        await using var db = await store.CreateDbContextAsync(stop);
        return await KeyedPage.Read<AccessRow>(
            db,
            filter.Environment,
            filter.Cluster,
            after,
            take,
            (place, most) => GrantKeys.After(db, filter, place, most, stop),
            async (ids, names) =>
            {
                var rows = await AccessRows.Named(
                    db,
                    kinds,
                    db.Set<Cluster>().Where(c => ids.Contains(c.Id)),
                    names,
                    stop
                );
                return rows.Where(filter.Takes)
                    .DistinctBy(row => (row.ClusterId, row.Name))
                    .ToDictionary(row => new ListedName(row.ClusterId.Value, row.Name));
            },
            stop
        );
    }

    /// <param name="after">The cluster's name and <see cref="UnmanagedAcl.Key"/> of the last one of the page before; null: from the beginning.</param>
    public async Task<IReadOnlyList<UnmanagedAcl>> Unmanaged(
        UnmanagedFilter filter,
        string? after,
        int take,
        CancellationToken stop
    )
    {
        await using var db = await store.CreateDbContextAsync(stop);
        var clusters = await KeyedPage
            .Clusters(db, filter.Environment, filter.Cluster)
            .Where(c => c.DeregisteredAt == null)
            .Select(c => new
            {
                c.Id,
                c.Name,
                c.Environment,
            })
            .ToDictionaryAsync(c => c.Id, stop);
        var place = ListPlace.After(clusters.Values.Select(c => (c.Id, c.Name)), after);
        var rows = new List<SeenAcl>();
        for (var many = 1; place.Clusters.Length > 0 && rows.Count < take; many *= 4)
        {
            rows.AddRange(await AclRows.After(db, place.First(many), filter, take - rows.Count, stop));
            place = place.Past(many);
        }

        return
        [
            .. rows.Select(row => new UnmanagedAcl(
                row.ClusterId,
                clusters[row.ClusterId].Name,
                clusters[row.ClusterId].Environment,
                row.Acl,
                row.FirstSeenAt
            )),
        ];
    }
}

/// <summary>What a list of ACLs that no grant holds is narrowed to; null: not by that.</summary>
/// <param name="Cluster">Its name.</param>
/// <param name="Topic">Those that count for a topic of this name, patterns too.</param>
public sealed record UnmanagedFilter(string? Environment, string? Cluster, string? Principal, string? Topic);
