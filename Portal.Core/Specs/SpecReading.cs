using Microsoft.EntityFrameworkCore;
using Portal.Core.Changes;
using Portal.Core.Clusters;
using Portal.Core.Resources;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.Specs;

/// <summary>What the store knows of what documents name.</summary>
/// <param name="Clusters">By name.</param>
/// <param name="Managed">What is managed, or was until a while ago.</param>
internal sealed record SpecReading(
    IReadOnlyDictionary<string, SpecCluster> Clusters,
    IReadOnlyDictionary<string, TeamId> Teams,
    IReadOnlyDictionary<ResourceRef, ManagedSpec> Managed,
    IReadOnlyDictionary<(ResourceKind, ClusterId), PreviewState> Seen,
    ILookup<ResourceRef, OpenRequest> Open
)
{
    public static async Task<SpecReading> Read(
        IDbContextFactory<PortalDb> store,
        ResourceKinds kinds,
        IEnumerable<IPreviewReader> previews,
        IReadOnlyList<SpecDocument> documents,
        CancellationToken stop
    )
    {
        await using var db = await store.CreateDbContextAsync(stop);
        var named = documents.Select(d => d.Cluster).Distinct(StringComparer.Ordinal).ToArray();
        var clusters = await db.Set<Cluster>()
            .Where(c => named.Contains(c.Name) && c.DeregisteredAt == null)
            .Select(c => new SpecCluster(c.Id, c.Name, c.Environment))
            .ToDictionaryAsync(c => c.Name, StringComparer.Ordinal, stop);
        var names = documents.Select(d => d.Name).Distinct(StringComparer.Ordinal).ToArray();
        var managed = await db.Set<Resource>().AsNoTracking().Where(r => names.Contains(r.Name)).ToListAsync(stop);
        var ended = Enum.GetValues<ChangeState>().Where(s => s.IsEnd()).ToArray();
        var open = await (
            from asked in db.Set<ChangeResource>()
            join change in db.Set<Change>() on asked.ChangeId equals change.Id
            where names.Contains(asked.Name) && !ended.Contains(change.State)
            orderby change.Id
            select asked
        )
            .AsNoTracking()
            .ToListAsync(stop);
        var owners = documents.Select(d => d.Owner).Distinct(StringComparer.Ordinal).ToArray();
        var teams = await db.Set<Team>()
            .Where(t => owners.Contains(t.Name))
            .ToDictionaryAsync(t => t.Name, t => t.Id, StringComparer.Ordinal, stop);
        return new(
            clusters,
            teams,
            Newest(kinds, managed),
            await Look(previews, documents, clusters, stop),
            open.Where(o => o.Base is null)
                .ToLookup(o => o.On, o => new OpenRequest(o.ChangeId, o.Operation, o.Read(kinds).Wanted))
        );
    }

    public ResourceRef On(SpecDocument document) => new(document.Kind, Clusters[document.Cluster].Id, document.Name);

    /// <summary>
    /// What was last seen of a resource, and whether it was seen at all: what was read before a change of it was applied says
    /// nothing of it.
    /// </summary>
    public (bool IsKnown, ResourceState? Live) SeenOf(ResourceRef on)
    {
        var seen = Seen[(on.Kind, on.Cluster)];
        var isKnown = seen.SeenAt > (Managed.GetValueOrDefault(on)?.Since ?? DateTimeOffset.MinValue);
        return (isKnown, seen.Live.Resources.GetValueOrDefault(on.Name));
    }

    /// <summary>The open change that asks for just this; null when none does.</summary>
    /// <param name="says">Whether what it wants is what is wanted.</param>
    public ChangeId? Asked(ResourceRef on, ResourceOperation operation, Func<ResourceSpec?, bool> says) =>
        Open[on].LastOrDefault(asked => asked.Operation == operation && says(asked.Wanted))?.Change;

    private static Dictionary<ResourceRef, ManagedSpec> Newest(ResourceKinds kinds, IEnumerable<Resource> managed) =>
        managed
            .GroupBy(r => r.On)
            .ToDictionary(
                rows => rows.Key,
                rows =>
                    rows.MaxBy(r => r.GoneAt ?? DateTimeOffset.MaxValue) is { GoneAt: null } now
                        ? new ManagedSpec(now.Read(kinds), now.UpdatedAt)
                        : new ManagedSpec(null, rows.Max(r => r.GoneAt!.Value))
            );

    private static async Task<Dictionary<(ResourceKind, ClusterId), PreviewState>> Look(
        IEnumerable<IPreviewReader> previews,
        IReadOnlyList<SpecDocument> documents,
        IReadOnlyDictionary<string, SpecCluster> clusters,
        CancellationToken stop
    )
    {
        var readers = previews.ToDictionary(p => p.Kind);
        var seen = new Dictionary<(ResourceKind, ClusterId), PreviewState>();
        foreach (var asked in documents.GroupBy(d => (d.Kind, d.Cluster)))
        {
            if (clusters.GetValueOrDefault(asked.Key.Cluster) is { } cluster)
            {
                string[] names = [.. asked.Select(d => d.Name).Distinct(StringComparer.Ordinal)];
                seen[(asked.Key.Kind, cluster.Id)] = await readers[asked.Key.Kind].Read(cluster.Id, names, stop);
            }
        }

        return seen;
    }
}

/// <summary>What is wanted of a resource; null when it is managed no more.</summary>
/// <param name="Since">When it became so.</param>
internal sealed record ManagedSpec(ResourceSpec? Spec, DateTimeOffset Since);

/// <summary>What an open change asks of a resource.</summary>
internal sealed record OpenRequest(ChangeId Change, ResourceOperation Operation, ResourceSpec? Wanted);

/// <summary>A cluster as a comparison needs it.</summary>
internal sealed record SpecCluster(ClusterId Id, string Name, string Environment);
