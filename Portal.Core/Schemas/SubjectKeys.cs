using Microsoft.EntityFrameworkCore;
using Portal.Core.Clusters;
using Portal.Core.Store;

namespace Portal.Core.Schemas;

/// <summary>The keys of subjects that a list may show, by what is stored. What the filter has beside <see cref="SchemaFilter.Words"/>, the list looks at again.</summary>
internal static class SubjectKeys
{
    public static Task<List<ListedName>> After(
        PortalDb db,
        SchemaFilter filter,
        ListPlace place,
        int most,
        CancellationToken stop
    )
    {
        var (owner, types, part) = (filter.Owner, filter.Types?.ToArray(), LikePattern.Containing(filter.Search));
        var words = filter.Words is { } typed ? SchemaSearch.Pattern(typed) : null;
        return db
            .Database.SqlQuery<ListedName>(
                $"""
                select c.id as "Cluster", k.name as "Name"
                from unnest({place.Clusters}, {place.Names}) with ordinality as c (id, after, place)
                cross join lateral (
                    (
                        select s.name collate "C" as name
                        from seen_subject s
                        join seen_schema v on v.cluster_id = s.cluster_id and v.subject = s.name and v.version = s.newest
                        where s.cluster_id = c.id and s.gone_at is null and s.name collate "C" > c.after
                            and {owner}::text is null
                            and ({types}::text[] is null or v.type = any ({types}::text[]))
                            and ({part}::text is null or s.name collate "C" ilike {part}::text)
                            and ({words}::text is null or s.name ilike {words}::text or exists (
                                select from seen_fields f
                                where f.cluster_id = s.cluster_id and f.subject = s.name and f.search like {words}::text))
                        order by 1 limit {most}
                    )
                    union
                    (
                        select r.name collate "C"
                        from resource r join team t on t.id = r.owner_team_id
                        where r.kind = 'schema' and r.cluster_id = c.id and r.gone_at is null and r.name collate "C" > c.after
                            and ({owner}::text is null or t.name = {owner}::text)
                            and ({types}::text[] is null or {owner}::text is not null or {words}::text is not null)
                            and ({part}::text is null or r.name collate "C" ilike {part}::text)
                            and ({words}::text is null or r.name ilike {words}::text or t.title ilike {words}::text or exists (
                                select from seen_fields f
                                where f.cluster_id = r.cluster_id and f.subject = r.name and f.search like {words}::text))
                        order by 1 limit {most}
                    )
                ) k
                order by c.place, k.name collate "C" limit {most}
                """
            )
            .ToListAsync(stop);
    }
}
