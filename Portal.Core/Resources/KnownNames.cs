using Microsoft.EntityFrameworkCore;
using Portal.Core.Clusters;
using Portal.Core.Store;

namespace Portal.Core.Resources;

/// <summary>A resource by its name and place.</summary>
public sealed record KnownName(ResourceKind Kind, string Cluster, string Environment, string Name);

/// <summary>Finds what is managed, and what was last seen whoever manages it, by a part of its name. What begins with the words comes first.</summary>
public sealed class KnownNames(IDbContextFactory<PortalDb> store, IEnumerable<ISeenNames> seen)
{
    private readonly Dictionary<ResourceKind, ISeenNames> _seen = seen.ToDictionary(names => names.Kind);

    /// <summary>What is managed or was last seen.</summary>
    /// <param name="most">Of each kind.</param>
    public async Task<IReadOnlyList<KnownName>> Like(
        string words,
        IReadOnlyCollection<ResourceKind> kinds,
        int most,
        CancellationToken stop
    )
    {
        await using var db = await store.CreateDbContextAsync(stop);
        var found = new List<KnownName>();
        foreach (var kind in kinds)
        {
            found.AddRange(await Named(db, kind, Known(db, kind), words).Take(most).ToListAsync(stop));
        }

        return found;
    }

    /// <summary>What is managed and isn't among what was last seen.</summary>
    public async Task<IReadOnlyList<KnownName>> Unseen(
        string words,
        ResourceKind kind,
        int most,
        CancellationToken stop
    )
    {
        await using var db = await store.CreateDbContextAsync(stop);
        var there = _seen[kind].In(db);
        var unseen = Managed(db, kind).Where(r => !there.Any(s => s.ClusterId == r.ClusterId && s.Name == r.Name));
        return await Named(db, kind, Places(unseen), words).Take(most).ToListAsync(stop);
    }

    private static IQueryable<KnownName> Named(
        PortalDb db,
        ResourceKind kind,
        IQueryable<KnownPlace> places,
        string words
    )
    {
        var start = $"{LikePattern.Escape(words)}%";
        return from place in places
            join cluster in db.Set<Cluster>() on place.ClusterId equals cluster.Id
            where cluster.DeregisteredAt == null
            where EF.Functions.ILike(place.Name, $"%{start}", LikePattern.EscapeCharacter)
            orderby !EF.Functions.ILike(place.Name, start, LikePattern.EscapeCharacter), place.Name, cluster.Name
            select new KnownName(kind, cluster.Name, cluster.Environment, place.Name);
    }

    // What is both is one.
    private IQueryable<KnownPlace> Known(PortalDb db, ResourceKind kind) =>
        _seen.TryGetValue(kind, out var names)
            ? Places(Managed(db, kind))
                .Union(names.In(db).Select(n => new KnownPlace { ClusterId = n.ClusterId, Name = n.Name }))
            : Places(Managed(db, kind));

    private static IQueryable<Resource> Managed(PortalDb db, ResourceKind kind) =>
        db.Set<Resource>().Where(r => r.Kind == kind && r.GoneAt == null);

    private static IQueryable<KnownPlace> Places(IQueryable<Resource> resources) =>
        resources.Select(r => new KnownPlace { ClusterId = r.ClusterId, Name = r.Name });

    private sealed class KnownPlace
    {
        public required ClusterId ClusterId { get; init; }
        public required string Name { get; init; }
    }
}
