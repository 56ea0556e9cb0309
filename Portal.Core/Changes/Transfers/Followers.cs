using Microsoft.EntityFrameworkCore;
using Portal.Core.Resources;
using Portal.Core.Store;

namespace Portal.Core.Changes.Transfers;

/// <summary>A resource that belongs to the owner of others, and whose it is once those have another one.</summary>
/// <param name="With">Which of those that are transferred it goes along with.</param>
internal sealed record Follower(Resource Resource, TeamId Owner, ResourceRef With);

/// <summary>What goes along with a transfer: grants on a topic belong to its owner.</summary>
internal static class Followers
{
    /// <param name="moved">What is transferred, and to which team.</param>
    /// <returns>Those whose owner changes, tracked.</returns>
    public static async Task<IReadOnlyList<Follower>> Of(
        PortalDb db,
        ResourceKinds kinds,
        IReadOnlyDictionary<ResourceRef, TeamId> moved,
        CancellationToken stop
    )
    {
        ClusterId[] clusters = [.. moved.Keys.Select(on => on.Cluster).Distinct()];
        var following = KindsOf(kinds);
        var resources = await db.Set<Resource>()
            .Where(r => clusters.Contains(r.ClusterId) && following.Contains(r.Kind) && r.GoneAt == null)
            .OrderBy(r => r.Id)
            .ToListAsync(stop);
        var touched = resources
            .Select(r => (Resource: r, Source: kinds.Of(r.Kind).OwnedWith(r.ClusterId, r.Read(kinds))))
            .Where(r => r.Source is not null && moved.Keys.Any(r.Source.Covers))
            .Select(r => (r.Resource, Source: r.Source!))
            .ToList();
        var owners = await OwnersAfter.Of([.. touched.Select(t => t.Source)], db, moved, stop);
        return
        [
            .. from follower in touched
            let owner = owners.OwnerOf(follower.Source).Id
            where owner != follower.Resource.OwnerTeamId
            select new Follower(follower.Resource, owner, moved.Keys.First(follower.Source.Covers)),
        ];
    }

    public static ResourceKind[] KindsOf(ResourceKinds kinds) =>
        [.. kinds.All.Where(kind => kind.FollowsOwner).Select(kind => kind.Kind)];
}
