using Microsoft.EntityFrameworkCore;
using Portal.Core.Changes.Requests;
using Portal.Core.Clusters;
using Portal.Core.Resources;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.Changes.Transfers;

/// <summary>What a team owns and can give away.</summary>
public sealed class TransferableResources(IDbContextFactory<PortalDb> store, ResourceKinds kinds)
{
    /// <summary>By environment in their order, kind, cluster and name; what goes along with other resources isn't among it.</summary>
    /// <param name="team">The team's name.</param>
    public async Task<IReadOnlyList<PlacedResource>> Of(string team, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        ResourceKind[] own = [.. kinds.All.Where(kind => !kind.FollowsOwner).Select(kind => kind.Kind)];
        return await (
            from resource in db.Set<Resource>()
            join owner in db.Set<Team>() on resource.OwnerTeamId equals owner.Id
            join cluster in db.Set<Cluster>() on resource.ClusterId equals cluster.Id
            join environment in db.Set<ClusterEnvironment>() on cluster.Environment equals environment.Name
            where owner.Name == team && resource.GoneAt == null && cluster.DeregisteredAt == null
            where own.Contains(resource.Kind)
            orderby environment.Order, resource.Kind, cluster.Name, resource.Name
            select new PlacedResource(resource.Kind, cluster.Name, environment.Name, resource.Name)
        ).ToListAsync(stop);
    }
}
