using Microsoft.EntityFrameworkCore;
using Portal.Core.Changes;
using Portal.Core.Clusters;
using Portal.Core.Resources;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.Topics;

/// <summary>A topic that the portal manages: who owns it and what is wanted of it. How it is doing is in the cluster's snapshot.</summary>
/// <param name="Drifts">How many of its fields differ from what is wanted, as last seen.</param>
public sealed record ManagedTopic(
    ResourceId Id,
    ClusterId Cluster,
    string Name,
    string Owner,
    string OwnerTitle,
    TopicSpec Spec,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    int Drifts
);

/// <summary>
/// Reads what is managed, in no order. It changes only with changes, but for <see cref="Beside"/>: a process may keep <see cref="All"/> until it
/// hears of one.
/// </summary>
public sealed class ManagedTopics(IDbContextFactory<PortalDb> store)
{
    public async Task<IReadOnlyList<ManagedTopic>> All(CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        return await Read(db, db.Set<Resource>(), stop);
    }

    /// <summary>What differs without a change; no spec is read for it.</summary>
    /// <param name="clusters">The names of those whose drift is read.</param>
    public async Task<BesideChanges> Beside(IReadOnlyCollection<string> clusters, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        var titles = await db.Set<Team>()
            .Select(t => new { t.Name, t.Title })
            .ToDictionaryAsync(t => t.Name, t => t.Title, StringComparer.Ordinal, stop);
        if (clusters.Count == 0)
        {
            return new(new HashSet<ClusterId>(), new Dictionary<ResourceId, int>(), titles);
        }

        var here = await db.Set<Cluster>().Where(c => clusters.Contains(c.Name)).Select(c => c.Id).ToListAsync(stop);
        var drifts = await (
            from r in db.Set<Resource>()
            join d in db.Set<Drift>() on r.Id equals d.ResourceId
            where here.Contains(r.ClusterId) && r.Kind == TopicKind.Word && r.GoneAt == null && d.EndedAt == null
            group d by d.ResourceId into its
            select new { its.Key, Fields = its.Count() }
        ).ToDictionaryAsync(its => its.Key, its => its.Fields, stop);
        return new(here.ToHashSet(), drifts, titles);
    }

    /// <summary>The topics of these changes, by cluster and name: as they are managed now, and null where they aren't.</summary>
    public async Task<IReadOnlyDictionary<(ClusterId Cluster, string Name), ManagedTopic?>> Of(
        IReadOnlyCollection<ChangeId> changes,
        CancellationToken stop
    )
    {
        await using var db = await store.CreateDbContextAsync(stop);
        var keys = await db.Set<ChangeResource>()
            .Where(r => changes.Contains(r.ChangeId) && r.Kind == TopicKind.Word)
            .Select(r => new { r.ClusterId, r.Name })
            .Distinct()
            .ToListAsync(stop);
        var names = keys.ConvertAll(key => key.Name);
        var managed = (await Read(db, db.Set<Resource>().Where(r => names.Contains(r.Name)), stop)).ToDictionary(
            topic => (topic.Cluster, topic.Name)
        );
        return keys.ToDictionary(
            key => (key.ClusterId, key.Name),
            key => managed.GetValueOrDefault((key.ClusterId, key.Name))
        );
    }

    /// <summary>Null when the portal doesn't manage a topic of that name there.</summary>
    public async Task<ManagedTopic?> Get(ClusterId cluster, string name, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        return (
            await Read(db, db.Set<Resource>().Where(r => r.ClusterId == cluster && r.Name == name), stop)
        ).SingleOrDefault();
    }

    /// <summary>Open drift of a managed topic, by field.</summary>
    public async Task<IReadOnlyList<Drift>> Drifts(ResourceId id, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        return await db.Set<Drift>()
            .AsNoTracking()
            .Where(d => d.ResourceId == id && d.EndedAt == null)
            .OrderBy(d => d.Field)
            .ToListAsync(stop);
    }

    private static async Task<IReadOnlyList<ManagedTopic>> Read(
        PortalDb db,
        IQueryable<Resource> resources,
        CancellationToken stop
    )
    {
        var rows = await (
            from r in resources.AsNoTracking()
            join t in db.Set<Team>() on r.OwnerTeamId equals t.Id
            where r.Kind == TopicKind.Word && r.GoneAt == null
            select new
            {
                Resource = r,
                t.Name,
                t.Title,
                Drifts = db.Set<Drift>().Count(d => d.ResourceId == r.Id && d.EndedAt == null),
            }
        ).ToListAsync(stop);
        return
        [
            .. rows.Select(r => new ManagedTopic(
                r.Resource.Id,
                r.Resource.ClusterId,
                r.Resource.Name,
                r.Name,
                r.Title,
                CoreJson.Read<TopicSpec>(r.Resource.Spec),
                r.Resource.CreatedAt,
                r.Resource.UpdatedAt,
                r.Drifts
            )),
        ];
    }
}
