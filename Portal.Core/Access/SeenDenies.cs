using Microsoft.EntityFrameworkCore;
using Portal.Core.Clusters;
using Portal.Core.Store;

namespace Portal.Core.Access;

/// <summary>DENY entries of clusters as last seen, and which of them win over a grant.</summary>
internal sealed class SeenDenies
{
    private readonly ILookup<(ClusterId, string Principal), Acl> _denies;

    private SeenDenies(IEnumerable<SeenAcl> denies) =>
        _denies = denies.ToLookup(row => (row.ClusterId, row.Principal), row => row.Acl);

    public static async Task<SeenDenies> Of(PortalDb db, IQueryable<Cluster> clusters, CancellationToken stop) =>
        new(
            await (
                from acl in db.Set<SeenAcl>().AsNoTracking()
                join cluster in clusters on acl.ClusterId equals cluster.Id
                where acl.Permission == AclPermission.Deny
                select acl
            ).ToListAsync(stop)
        );

    /// <summary>Those that refuse some or all of what a grant allows, whenever they were made.</summary>
    public IReadOnlyList<Acl> Over(ClusterId cluster, AccessSpec grant)
    {
        var candidates = _denies[(cluster, grant.Principal)].Concat(_denies[(cluster, Acl.Everybody)]).Distinct();
        var allowed = GrantedAcls.Of(grant);
        return [.. candidates.Where(deny => allowed.Any(deny.Overrides)).Order()];
    }
}
