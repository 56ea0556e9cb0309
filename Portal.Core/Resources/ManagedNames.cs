using Microsoft.EntityFrameworkCore;
using Portal.Core.Clusters;
using Portal.Core.Store;

namespace Portal.Core.Resources;

/// <summary>A managed resource by its name and place.</summary>
public sealed record ManagedName(ResourceKind Kind, string Cluster, string Environment, string Name);

/// <summary>Finds what is managed by a part of its name.</summary>
public sealed class ManagedNames(IDbContextFactory<PortalDb> store)
{
    /// <summary>What begins with the words comes first.</summary>
    /// <param name="most">Of each kind.</param>
    public async Task<IReadOnlyList<ManagedName>> Like(
        string words,
        IReadOnlyCollection<ResourceKind> kinds,
        int most,
        CancellationToken stop
    )
    {
        await using var db = await store.CreateDbContextAsync(stop);
        var start = $"{LikePattern.Escape(words)}%";
        var found = new List<ManagedName>();
        foreach (var kind in kinds)
        {
            found.AddRange(
                await (
                    from resource in db.Set<Resource>()
                    join cluster in db.Set<Cluster>() on resource.ClusterId equals cluster.Id
                    where resource.Kind == kind && resource.GoneAt == null && cluster.DeregisteredAt == null
                    where EF.Functions.ILike(resource.Name, $"%{start}", LikePattern.EscapeCharacter)
                    orderby !EF.Functions.ILike(
                        resource.Name,
                        start,
                        LikePattern.EscapeCharacter
                    ), resource.Name, cluster.Name
                    select new ManagedName(kind, cluster.Name, cluster.Environment, resource.Name)
                )
                    .Take(most)
                    .ToListAsync(stop)
            );
        }

        return found;
    }
}
