using Microsoft.EntityFrameworkCore;
using Portal.Core.Resources;
using Portal.Core.Store;

namespace Portal.Core.Changes.Runs;

/// <summary>Which incarnation carries a name after a change: those that are there are known, and their former ones gone.</summary>
internal static class Incarnations
{
    // The collector may be writing the same ones down as it sees them. Both take them in the order of their ids, so that
    // neither waits for one that the other holds while holding one that the other waits for.
    public static async Task Write(
        PortalDb db,
        IReadOnlyList<ResourceRef> asked,
        IReadOnlyDictionary<ResourceRef, EngineId?> there,
        DateTimeOffset now,
        CancellationToken stop
    )
    {
        var kinds = asked.Select(r => r.Kind.Word).ToArray();
        var clusters = asked.Select(r => r.Cluster.Value).ToArray();
        var names = asked.Select(r => r.Name).ToArray();
        var ids = asked.Select(r => there.GetValueOrDefault(r)?.Value).ToArray();
        await db.Database.ExecuteSqlAsync(
            $"""
            insert into incarnation (kind, cluster_id, name, engine_id, first_seen_at)
            select r.kind, r.cluster_id, r.name, r.engine_id, {now}
            from unnest({kinds}, {clusters}, {names}, {ids}) as r (kind, cluster_id, name, engine_id)
            where r.engine_id is not null
            order by r.engine_id
            on conflict (kind, cluster_id, name, engine_id) do nothing
            """,
            stop
        );
        await db.Database.ExecuteSqlAsync(
            $"""
            update incarnation i set gone_at = {now}
            from unnest({kinds}, {clusters}, {names}, {ids}) as r (kind, cluster_id, name, engine_id)
            where i.kind = r.kind and i.cluster_id = r.cluster_id and i.name = r.name and i.gone_at is null
              and i.engine_id is distinct from r.engine_id
            """,
            stop
        );
    }
}
