using Microsoft.EntityFrameworkCore;
using Portal.Core.Access.Reviews;
using Portal.Core.Clusters;
using Portal.Core.Resources;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.Access;

/// <summary>Reads what lists and pages of access are made of.</summary>
internal static class AccessRows
{
    public static async Task<IReadOnlyList<AccessRow>> Managed(
        PortalDb db,
        ResourceKinds kinds,
        IQueryable<Cluster> clusters,
        string? name,
        CancellationToken stop
    )
    {
        var rows = await (
            from resource in db.Set<Resource>().AsNoTracking()
            join cluster in clusters on resource.ClusterId equals cluster.Id
            join team in db.Set<Team>() on resource.OwnerTeamId equals team.Id
            where resource.Kind == AccessKind.Word && resource.GoneAt == null && cluster.DeregisteredAt == null
            where name == null || resource.Name == name
            join granted in db.Set<AccessGrant>().Where(g => g.EndedAt == null)
                on new { resource.ClusterId, resource.Name } equals new { granted.ClusterId, granted.Name }
                into grants
            from grant in grants.DefaultIfEmpty()
            orderby cluster.Name, resource.Name
            select new
            {
                Resource = resource,
                Cluster = cluster.Name,
                cluster.Environment,
                Owner = team.Name,
                team.Title,
                Grant = grant,
                Missing = db.Set<Drift>().Count(d => d.ResourceId == resource.Id && d.EndedAt == null),
                IsDropped = db.Set<AccessReviewItem>()
                    .Any(i => grant != null && i.GrantId == grant.Id && i.Verdict == ReviewVerdict.Drop),
            }
        ).ToListAsync(stop);
        return
        [
            .. rows.Select(r => new AccessRow(
                r.Resource.Id,
                r.Resource.ClusterId,
                r.Cluster,
                r.Environment,
                r.Resource.Name,
                r.Resource.OwnerTeamId,
                r.Owner,
                r.Title,
                (AccessSpec)r.Resource.Read(kinds),
                r.Grant,
                r.Missing
            )
            {
                IsDropped = r.IsDropped,
            }),
        ];
    }

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
    ) =>
        await (
            from cluster in clusters
            join endpoint in db.Set<Endpoint>() on cluster.Id equals endpoint.ClusterId
            where cluster.DeregisteredAt == null && endpoint.Kind == EndpointKind.Kafka
            join read in db.Set<AclReading>().AsNoTracking() on cluster.Id equals read.ClusterId into readings
            from reading in readings.DefaultIfEmpty()
            orderby cluster.Name
            select new AclSource(
                cluster.Id,
                cluster.Name,
                cluster.Environment,
                endpoint.Addresses,
                endpoint.Tls,
                reading
            )
        ).ToListAsync(stop);
}
