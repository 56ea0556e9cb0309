using Microsoft.EntityFrameworkCore;
using Portal.Core.Access;
using Portal.Core.Resources;
using Portal.Core.Store;
using Portal.Core.Topics;

namespace Portal.Core.Catalogue;

/// <summary>A field of a resource that differs from its spec.</summary>
/// <param name="At">When that was first seen: it came about some time before.</param>
public sealed record OpenDrift(ResourceRef On, string Field, DateTimeOffset At);

/// <summary>Drift around what is unwell, whatever it came from: on resources of whichever kinds, and on grants in force that name a topic.</summary>
public sealed class OpenDrifts(IDbContextFactory<PortalDb> store)
{
    /// <summary>Those on any of them, newest first.</summary>
    public async Task<IReadOnlyList<OpenDrift>> Newest(
        IEnumerable<ResourceRef> resources,
        int take,
        CancellationToken stop
    )
    {
        var of = resources.Distinct().ToList();
        if (of.Count == 0)
        {
            return [];
        }

        var kinds = of.Select(r => r.Kind.Word).ToArray();
        var clusters = of.Select(r => r.Cluster.Value).ToArray();
        var names = of.Select(r => r.Name).ToArray();
        await using var db = await store.CreateDbContextAsync(stop);
        var rows = await db
            .Database.SqlQuery<Row>(
                $"""
                select w.kind as "Kind", w.cluster_id as "Cluster", w.name as "Name", d.field as "Field", d.first_seen_at as "At"
                from (
                    select kind, cluster_id, name
                    from unnest({kinds}, {clusters}, {names}) as u (kind, cluster_id, name)
                    union
                    select {AccessKind.Word.Word}, u.cluster_id, g.name
                    from unnest({kinds}, {clusters}, {names}) as u (kind, cluster_id, name)
                    join access_grant g on g.cluster_id = u.cluster_id and g.topic = u.name and g.ended_at is null
                    where u.kind = {TopicKind.Word.Word}
                ) w
                join resource r on r.kind = w.kind and r.cluster_id = w.cluster_id and r.name = w.name and r.gone_at is null
                join drift d on d.resource_id = r.id and d.ended_at is null
                order by d.first_seen_at desc, d.id limit {take}
                """
            )
            .ToListAsync(stop);
        return rows.ConvertAll(row => new OpenDrift(new(new(row.Kind), new(row.Cluster), row.Name), row.Field, row.At));
    }

    private sealed record Row(string Kind, int Cluster, string Name, string Field, DateTimeOffset At);
}
