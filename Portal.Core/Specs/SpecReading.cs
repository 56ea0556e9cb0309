using Microsoft.EntityFrameworkCore;
using Portal.Core.Changes.Runs;
using Portal.Core.Clusters;
using Portal.Core.Resources;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.Specs;

/// <summary>What the store knows of what documents name.</summary>
/// <param name="Clusters">By name.</param>
/// <param name="Managed">What is managed, or was until a while ago.</param>
/// <param name="Held">What an unfinished run holds, by the name that its kind locks.</param>
internal sealed record SpecReading(
    IReadOnlyDictionary<string, SpecCluster> Clusters,
    IReadOnlyDictionary<string, TeamId> Teams,
    IReadOnlyDictionary<ResourceRef, ManagedSpec> Managed,
    IReadOnlyDictionary<(ResourceKind, ClusterId), PreviewState> Seen,
    ILookup<ResourceRef, OpenRequest> Open,
    IReadOnlySet<ResourceRef> Held
)
{
    // A setting is read once a minute: what was read right after a change may still be from before it.
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(2);

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
            .Select(c => new SpecCluster(
                c.Id,
                c.Name,
                c.Environment,
                c.Endpoints.Any(at => at.Kind == EndpointKind.Kafka),
                db.Set<Endpoint>()
                    .Where(at => at.ClusterId == c.Id && at.Kind == EndpointKind.Registry)
                    .Select(at => at.Addresses)
                    .SingleOrDefault()
            ))
            .ToDictionaryAsync(c => c.Name, StringComparer.Ordinal, stop);
        // The locks before what they guard, as for drift.
        var held = await db.Set<RunTarget>()
            .Select(t => new ResourceRef(t.Kind, t.ClusterId, t.Name))
            .ToHashSetAsync(stop);
        var names = documents.Select(d => d.Name).Distinct(StringComparer.Ordinal).ToArray();
        var managed = await db.Set<Resource>().AsNoTracking().Where(r => names.Contains(r.Name)).ToListAsync(stop);
        var open = await OpenRequest.Read(db, kinds, names, stop);
        var owners = documents.Select(d => d.Owner).Distinct(StringComparer.Ordinal).ToArray();
        var teams = await db.Set<Team>()
            .Where(t => owners.Contains(t.Name))
            .ToDictionaryAsync(t => t.Name, t => t.Id, StringComparer.Ordinal, stop);
        return new(
            clusters,
            teams,
            Newest(kinds, managed),
            await Look(previews, documents, clusters, stop),
            open.ToLookup(o => o.Request.On),
            held
        );
    }

    public IReadOnlyDictionary<string, ClusterId> ClusterIds { get; } =
        Clusters.ToDictionary(c => c.Key, c => c.Value.Id, StringComparer.Ordinal);

    public ResourceRef On(SpecDocument document) => new(document.Kind, Clusters[document.Cluster].Id, document.Name);

    /// <summary>
    /// What was last seen of a resource, and whether it was seen at all: what was read before a change of it was applied says
    /// nothing of it, nor what is there while a run is at it, or is stuck halfway.
    /// </summary>
    public (bool IsKnown, ResourceState? Live) SeenOf(IResourceKind kind, ResourceRef on)
    {
        var seen = Seen[(on.Kind, on.Cluster)];
        var live = seen.Live.Resources.GetValueOrDefault(on.Name);
        // What nobody manages is there though not all of it was read yet; what was never read isn't missing for that.
        var isKnown = Managed.GetValueOrDefault(on) is { } managed
            ? seen.AsOf(on.Name) > managed.Since + Grace
            : seen.SeenAt is not null && (live is not null || seen.AsOf(on.Name) is not null);
        isKnown &= !Held.Contains(on with { Name = kind.LockKey(on.Name) });
        return (isKnown, live);
    }

    /// <summary>Whether a document only removes, and nothing is left of that as last seen.</summary>
    public bool IsRemoved(ResourceRef on, ResourceSpec wanted) => Seen[(on.Kind, on.Cluster)].Live.LacksAll(wanted);

    /// <summary>The changes of a resource that are open, or were applied after what is there was last read; the newest first.</summary>
    public IReadOnlyList<OpenRequest> OpenOn(ResourceRef on) =>
        [
            .. Open[on]
                .Where(request => !(Seen[(on.Kind, on.Cluster)].SeenAt > request.AppliedAt + Grace))
                .OrderByDescending(request => request.Change.Value),
        ];

    private static Dictionary<ResourceRef, ManagedSpec> Newest(ResourceKinds kinds, IEnumerable<Resource> managed) =>
        managed
            .GroupBy(r => r.On)
            .Select(rows => rows.MaxBy(r => r.GoneAt ?? DateTimeOffset.MaxValue)!)
            .ToDictionary(
                newest => newest.On,
                newest => new ManagedSpec(
                    newest.GoneAt is null ? newest.Read(kinds) : null,
                    newest.GoneAt ?? newest.UpdatedAt,
                    newest.OwnerTeamId
                )
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
internal sealed record ManagedSpec(ResourceSpec? Spec, DateTimeOffset Since, TeamId Owner);

/// <summary>A cluster as a comparison needs it.</summary>
/// <param name="Registry">The address of its schema registry; null when it has none.</param>
internal sealed record SpecCluster(ClusterId Id, string Name, string Environment, bool HasKafka, string? Registry);
