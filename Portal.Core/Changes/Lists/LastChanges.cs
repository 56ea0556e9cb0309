using Microsoft.EntityFrameworkCore;
using Portal.Core.Resources;
using Portal.Core.Store;

namespace Portal.Core.Changes.Lists;

/// <summary>A change that touched a resource.</summary>
public sealed record ResourceChange(ChangeId Id, string Title, DateTimeOffset At);

/// <summary>What touched given resources last, of whichever kinds. One query, which finds each of them by its name.</summary>
public sealed class LastChanges(IDbContextFactory<PortalDb> store)
{
    private static readonly string[] Acted = [.. ChangeStates.Acted.Select(StoreTypes.Word)];

    /// <returns>Without those that no change has touched.</returns>
    public async Task<IReadOnlyDictionary<ResourceRef, ResourceChange>> Of(
        IEnumerable<ResourceRef> resources,
        CancellationToken stop
    )
    {
        var of = resources.Distinct().ToList();
        if (of.Count == 0)
        {
            return new Dictionary<ResourceRef, ResourceChange>();
        }

        var kinds = of.Select(r => r.Kind.Word).ToArray();
        var clusters = of.Select(r => r.Cluster.Value).ToArray();
        var names = of.Select(r => r.Name).ToArray();
        await using var db = await store.CreateDbContextAsync(stop);
        var rows = await db
            .Database.SqlQuery<LastRow>(
                $"""
                select w.kind as "Kind", w.cluster_id as "Cluster", w.name as "Name", l.id as "Change",
                    l.title as "Title", l.updated_at as "At"
                from unnest({kinds}, {clusters}, {names}) as w (kind, cluster_id, name)
                cross join lateral (
                    select c.id, c.title, c.updated_at
                    from change_resource r join change c on c.id = r.change_id
                    where r.kind = w.kind and r.cluster_id = w.cluster_id and r.name = w.name
                      and c.state = any ({Acted})
                    order by c.updated_at desc limit 1
                ) l
                """
            )
            .ToListAsync(stop);
        return rows.ToDictionary(
            row => new ResourceRef(new(row.Kind), new(row.Cluster), row.Name),
            row => new ResourceChange(new(row.Change), row.Title, row.At)
        );
    }

    private sealed record LastRow(string Kind, int Cluster, string Name, long Change, string Title, DateTimeOffset At);
}
