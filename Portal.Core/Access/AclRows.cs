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

    /// <summary>Those of a page, in the order of <see cref="UnmanagedAcl.Key"/>.</summary>
    public static Task<List<SeenAcl>> After(
        PortalDb db,
        ListPlace place,
        UnmanagedFilter filter,
        int most,
        CancellationToken stop
    )
    {
        var (principal, topic) = (filter.Principal, filter.Topic);
        // Their words are stored in snake case.
        return db.Set<SeenAcl>()
            .FromSql(
                $"""
                select k.*
                from unnest({place.Clusters}, {place.Names}) with ordinality as c (id, after, place)
                cross join lateral (
                    select a.*, named.key
                    from seen_acl a
                    cross join lateral (
                        select concat_ws('/', a.principal collate "C",
                            replace(initcap(replace(a.resource, '_', ' ') collate "C"), ' ', ''), initcap(a.pattern collate "C"),
                            a.name collate "C", replace(initcap(replace(a.operation, '_', ' ') collate "C"), ' ', ''),
                            initcap(a.permission collate "C"), a.host collate "C") as key
                    ) named
                    where a.cluster_id = c.id and named.key > c.after
                        and ({principal}::text is null or a.principal = {principal}::text)
                        and ({topic}::text is null or a.resource = 'topic' and case a.pattern
                            when 'prefixed' then starts_with({topic}::text, a.name) else a.name in ({topic}::text, '*') end)
                        and not exists (
                            select from access_grant g join access_acl h on h.grant_id = g.id
                            where g.cluster_id = c.id and g.ended_at is null
                                and (h.principal, h.operation, h.resource, h.pattern, h.name, h.permission, h.host)
                                    = (a.principal, a.operation, a.resource, a.pattern, a.name, a.permission, a.host))
                    order by named.key limit {most}
                ) k
                order by c.place, k.key limit {most}
                """
            )
            .AsNoTracking()
            .ToListAsync(stop);
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
