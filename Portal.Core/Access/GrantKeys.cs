using Microsoft.EntityFrameworkCore;
using Portal.Core.Clusters;
using Portal.Core.Store;

namespace Portal.Core.Access;

/// <summary>
/// The keys of grants that a list may show: of managed ones those that the filter may take, by what is stored, and all that a change makes that isn't over.
/// The list looks at each again (<see cref="AccessFilter.Takes"/>).
/// </summary>
internal static class GrantKeys
{
    public static Task<List<ListedName>> After(
        PortalDb db,
        AccessFilter filter,
        ListPlace place,
        int most,
        CancellationToken stop
    )
    {
        var (owner, principal, topic) = (filter.Owner, filter.Principal, filter.Topic);
        var (before, part) = (filter.ExpiresBefore?.ToUniversalTime(), LikePattern.Containing(filter.Search));
        // What the store keeps of an end is a little coarser.
        return db
            .Database.SqlQuery<ListedName>(
                $"""
                select c.id as "Cluster", k.name as "Name"
                from unnest({place.Clusters}, {place.Names}) with ordinality as c (id, after, place)
                cross join lateral (
                    (
                        select r.name collate "C" as name
                        from resource r
                        where r.kind = 'access' and r.cluster_id = c.id and r.gone_at is null and r.name collate "C" > c.after
                            and ({owner}::text is null
                                or exists (select from team t where t.id = r.owner_team_id and t.name = {owner}::text))
                            and ({principal}::text is null or r.spec ->> 'principal' = {principal}::text)
                            and ({topic}::text is null or case r.spec ->> 'pattern'
                                when 'prefixed' then starts_with({topic}::text, r.spec ->> 'topic')
                                else r.spec ->> 'topic' in ({topic}::text, '*') end)
                            and ({before}::timestamptz is null or {before}::timestamptz >= date_trunc('milliseconds', coalesce(
                                (select g.expires_at from access_grant g
                                    where g.cluster_id = r.cluster_id and g.name = r.name and g.ended_at is null),
                                (r.spec ->> 'expires')::timestamptz)))
                            and ({part}::text is null or r.name collate "C" ilike {part}::text
                                or (r.spec ->> 'principal') collate "C" ilike {part}::text
                                or (r.spec ->> 'topic') collate "C" ilike {part}::text)
                        order by 1 limit {most}
                    )
                    union
                    (
                        select g.name collate "C"
                        from access_grant g
                        where g.cluster_id = c.id and g.ended_at is null and g.name collate "C" > c.after
                            and not exists (select from resource r where r.kind = 'access' and r.cluster_id = g.cluster_id
                                and r.name = g.name and r.gone_at is null)
                        order by 1 limit {most}
                    )
                ) k
                order by c.place, k.name collate "C" limit {most}
                """
            )
            .ToListAsync(stop);
    }
}
