using Microsoft.EntityFrameworkCore;
using Portal.Core.Clusters;
using Portal.Core.Store;

namespace Portal.Core.ServiceAccounts;

/// <summary>The keys of accounts that a list may show, by what is stored. The list looks at each again (<see cref="ServiceAccountFilter.Takes"/>).</summary>
internal static class AccountKeys
{
    public static Task<List<ListedName>> After(
        PortalDb db,
        ServiceAccountFilter filter,
        ListPlace place,
        int most,
        CancellationToken stop
    )
    {
        var (owner, part) = (filter.Owner, LikePattern.Containing(filter.Search));
        return db
            .Database.SqlQuery<ListedName>(
                $"""
                select c.id as "Cluster", k.name as "Name"
                from unnest({place.Clusters}, {place.Names}) with ordinality as c (id, after, place)
                cross join lateral (
                    (
                        select distinct s.name collate "C" as name
                        from seen_credential s
                        where s.cluster_id = c.id and s.name collate "C" > c.after and {owner}::text is null
                            and ({part}::text is null or s.name collate "C" ilike {part}::text)
                        order by 1 limit {most}
                    )
                    union
                    (
                        select r.name collate "C"
                        from resource r join team t on t.id = r.owner_team_id
                        where r.kind = 'service-account' and r.cluster_id = c.id and r.gone_at is null
                            and r.name collate "C" > c.after and ({owner}::text is null or t.name = {owner}::text)
                            and ({part}::text is null or r.name collate "C" ilike {part}::text)
                        order by 1 limit {most}
                    )
                ) k
                order by c.place, k.name collate "C" limit {most}
                """
            )
            .ToListAsync(stop);
    }
}
