using Microsoft.EntityFrameworkCore;
using Portal.Core.Clusters;
using Portal.Core.Store;

namespace Portal.Core.Access;

/// <summary>Reads ACLs that no grant holds, and where they were read.</summary>
internal static class AclRows
{
    public static async Task<IReadOnlyList<UnmanagedAcl>> Unmanaged(
        PortalDb db,
        IQueryable<Cluster> clusters,
        CancellationToken stop
    )
    {
        var rows = await (
            from acl in db.Set<SeenAcl>().AsNoTracking()
            join cluster in clusters on acl.ClusterId equals cluster.Id
            where cluster.DeregisteredAt == null
            where
                !(
                    from held in db.Set<AccessAcl>()
                    join grant in db.Set<AccessGrant>() on held.GrantId equals grant.Id
                    where
                        grant.ClusterId == acl.ClusterId
                        && grant.EndedAt == null
                        && held.Principal == acl.Principal
                        && held.Operation == acl.Operation
                        && held.Resource == acl.Resource
                        && held.Pattern == acl.Pattern
                        && held.Name == acl.Name
                        && held.Permission == acl.Permission
                        && held.Host == acl.Host
                    select held
                ).Any()
            orderby cluster.Name, acl.Principal, acl.Resource, acl.Name, acl.Operation
            select new
            {
                Acl = acl,
                cluster.Name,
                cluster.Environment,
            }
        ).ToListAsync(stop);
        return
        [
            .. rows.Select(r => new UnmanagedAcl(r.Acl.ClusterId, r.Name, r.Environment, r.Acl.Acl, r.Acl.FirstSeenAt)),
        ];
    }

    public static async Task<IReadOnlyList<AclSource>> Sources(
        PortalDb db,
        IQueryable<Cluster> clusters,
        CancellationToken stop
    )
    {
        var rows = await (
            from cluster in clusters
            where cluster.DeregisteredAt == null && cluster.Endpoints.Any(e => e.Kind == EndpointKind.Kafka)
            join read in db.Set<AclReading>().AsNoTracking() on cluster.Id equals read.ClusterId into readings
            from reading in readings.DefaultIfEmpty()
            orderby cluster.Name
            select new
            {
                cluster.Id,
                cluster.Name,
                cluster.Environment,
                cluster.Endpoints,
                Reading = reading,
            }
        )
            .AsNoTracking()
            .ToListAsync(stop);
        return
        [
            .. rows.Select(r => new AclSource(r.Id, r.Name, r.Environment, ClientListeners.Of(r.Endpoints), r.Reading)),
        ];
    }
}
