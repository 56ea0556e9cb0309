using Microsoft.EntityFrameworkCore;
using Portal.Core.Changes;
using Portal.Core.Clusters;
using Portal.Core.Resources;
using Portal.Core.Store;

namespace Portal.Core.Access;

/// <summary>Reads all access of several clusters in a few queries, for a process that keeps it.</summary>
public sealed class AccessOnClusters(IDbContextFactory<PortalDb> store, ResourceKinds kinds)
{
    /// <returns>Of each of the clusters.</returns>
    public async Task<IReadOnlyDictionary<ClusterId, AccessOnCluster>> Read(
        IReadOnlyCollection<ClusterId> clusters,
        CancellationToken stop
    )
    {
        await using var db = await store.CreateDbContextAsync(stop);
        var ids = clusters.ToArray();
        var here = db.Set<Cluster>().Where(c => ids.Contains(c.Id));
        var grants = (await AccessRows.Grants(db, kinds, here, name: null, stop)).ToLookup(row => row.ClusterId);
        var unmanaged = (await AclRows.Unmanaged(db, here, stop)).ToLookup(acl => acl.ClusterId);
        return ids.ToDictionary(id => id, id => new AccessOnCluster([.. grants[id]], [.. unmanaged[id]]));
    }

    /// <summary>The clusters on which these changes are about a grant, or transfer what a grant may follow to its new owner.</summary>
    public async Task<IReadOnlyList<ClusterId>> Of(IReadOnlyCollection<ChangeId> changes, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        return await db.Set<ChangeResource>()
            .Where(r => changes.Contains(r.ChangeId) && (r.Kind == AccessKind.Word || r.NewOwnerTeamId != null))
            .Select(r => r.ClusterId)
            .Distinct()
            .ToListAsync(stop);
    }
}

/// <summary>The access that there is on one cluster.</summary>
/// <param name="Grants">By name.</param>
/// <param name="Unmanaged">ACLs that no grant holds.</param>
public sealed record AccessOnCluster(IReadOnlyList<AccessRow> Grants, IReadOnlyList<UnmanagedAcl> Unmanaged);
