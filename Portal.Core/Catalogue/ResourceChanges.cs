using Microsoft.EntityFrameworkCore;
using Portal.Core.Access;
using Portal.Core.Changes;
using Portal.Core.Resources;
using Portal.Core.Store;
using Portal.Core.Topics;

namespace Portal.Core.Catalogue;

/// <summary>A change that touched a resource, or a grant of access to a topic, and who requested it, by full name.</summary>
/// <param name="At">When its newest run first acted; while it hasn't, when the change last moved.</param>
/// <param name="LastActAt">When that run last acted: a run may take hours, and the cause of something be its end.</param>
public sealed record ResourceChange(
    ChangeId Id,
    string Title,
    ChangeState State,
    string RequestedBy,
    DateTimeOffset At,
    DateTimeOffset LastActAt
);

/// <summary>The newest change on each of some resources: the one that acted last.</summary>
/// <param name="Itself">Without those that no change has touched.</param>
/// <param name="Grants">By topic, the newest on a grant of access to it; without those that have none.</param>
public sealed record LastChanges(
    IReadOnlyDictionary<ResourceRef, ResourceChange> Itself,
    IReadOnlyDictionary<ResourceRef, ResourceChange> Grants
);

/// <summary>
/// What was changed lately around what is unwell: on resources of whichever kinds, and on grants that name a topic, those that have ended too.
/// One query, which finds each of them by its name.
/// </summary>
public sealed class ResourceChanges(IDbContextFactory<PortalDb> store)
{
    private static readonly Dictionary<string, ChangeState> Acted = ChangeStates.Acted.ToDictionary(
        state => StoreTypes.Word(state),
        StringComparer.Ordinal
    );

    /// <summary>Those on any of them, the one that acted last first.</summary>
    public async Task<IReadOnlyList<ResourceChange>> Newest(
        IEnumerable<ResourceRef> resources,
        int take,
        CancellationToken stop
    ) =>
        [
            .. (await Read(resources, take, stop))
                .Select(AsChange)
                .DistinctBy(change => change.Id)
                .OrderByDescending(change => change.LastActAt)
                .Take(take),
        ];

    public async Task<LastChanges> OfEach(IEnumerable<ResourceRef> resources, CancellationToken stop)
    {
        var rows = await Read(resources, each: 1, stop);
        return new(ByResource(rows.Where(row => !row.IsGrant)), ByResource(rows.Where(row => row.IsGrant)));
    }

    // A topic has as many rows as it has grants.
    private static Dictionary<ResourceRef, ResourceChange> ByResource(IEnumerable<Row> rows) =>
        rows.GroupBy(row => row.On).ToDictionary(on => on.Key, on => AsChange(on.MaxBy(row => row.LastActAt)!));

    private static ResourceChange AsChange(Row row) =>
        new(new(row.Change), row.Title, Acted[row.State], row.RequestedBy, row.At, row.LastActAt);

    /// <param name="each">Of each resource, and of each grant, so many.</param>
    private async Task<IReadOnlyList<Row>> Read(IEnumerable<ResourceRef> resources, int each, CancellationToken stop)
    {
        var of = resources.Distinct().ToList();
        if (of.Count == 0)
        {
            return [];
        }

        var kinds = of.Select(r => r.Kind.Word).ToArray();
        var clusters = of.Select(r => r.Cluster.Value).ToArray();
        var names = of.Select(r => r.Name).ToArray();
        var acted = Acted.Keys.ToArray();
        await using var db = await store.CreateDbContextAsync(stop);
        return await db
            .Database.SqlQuery<Row>(
                $"""
                select w.kind as "Kind", w.cluster_id as "Cluster", w.name as "Name", w.is_grant as "IsGrant", l.id as "Change",
                    l.title as "Title", l.state as "State", coalesce(p.name, l.actor) as "RequestedBy",
                    coalesce(acts.first_at, l.updated_at) as "At", coalesce(acts.last_at, l.updated_at) as "LastActAt"
                from (
                    select kind, cluster_id, name, kind as its_kind, name as its_name, false as is_grant
                    from unnest({kinds}, {clusters}, {names}) as u (kind, cluster_id, name)
                    union
                    select u.kind, u.cluster_id, u.name, {AccessKind.Word.Word}, g.name, true
                    from unnest({kinds}, {clusters}, {names}) as u (kind, cluster_id, name)
                    join access_grant g on g.cluster_id = u.cluster_id and g.topic = u.name
                    where u.kind = {TopicKind.Word.Word}
                ) w
                cross join lateral (
                    select c.id, c.title, c.state, c.actor, c.updated_at
                    from change_resource r join change c on c.id = r.change_id
                    where r.kind = w.its_kind and r.cluster_id = w.cluster_id and r.name = w.its_name
                      and c.state = any ({acted})
                    order by c.updated_at desc limit {each}
                ) l
                cross join lateral (
                    select min(j.at) as first_at, max(j.at) as last_at
                    from step_journal j
                    where j.run_id = (select max(r.id) from apply_run r where r.change_id = l.id)
                ) acts
                left join person p on p.handle = l.actor
                """
            )
            .ToListAsync(stop);
    }

    private sealed record Row(
        string Kind,
        int Cluster,
        string Name,
        bool IsGrant,
        long Change,
        string Title,
        string State,
        string RequestedBy,
        DateTimeOffset At,
        DateTimeOffset LastActAt
    )
    {
        public ResourceRef On => new(new(Kind), new(Cluster), Name);
    }
}
