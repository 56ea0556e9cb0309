using Microsoft.EntityFrameworkCore;
using Portal.Core.Clusters;
using Portal.Core.Resources;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.Changes.Transfers;

/// <summary>Reads what a change would give to another team, and what that has to do with.</summary>
internal static class TransferReading
{
    /// <param name="change">With its resources.</param>
    /// <returns>In the order of the change; none, and no query, where it transfers nothing.</returns>
    public static async Task<IReadOnlyList<TransferredResource>> Of(
        PortalDb db,
        ResourceKinds kinds,
        Change change,
        CancellationToken stop
    )
    {
        var given = change
            .Resources.Where(r => r.Operation == ResourceOperation.Transfer)
            .OrderBy(r => r.Ordinal)
            .ToList();
        if (given.Count == 0)
        {
            return [];
        }

        ClusterId[] places = [.. given.Select(r => r.ClusterId).Distinct()];
        var resources = await db.Set<Resource>()
            .AsNoTracking()
            .Where(r => places.Contains(r.ClusterId) && r.GoneAt == null)
            .ToListAsync(stop);
        var known = resources.ToDictionary(r => r.On);
        var teams = await db.Set<Team>().AsNoTracking().ToDictionaryAsync(t => t.Id, stop);
        var moved = given.Where(r => known.ContainsKey(r.On)).ToDictionary(r => r.On, r => r.NewOwnerTeamId!.Value);
        var along = (await Followers.Of(db, kinds, moved, stop)).ToLookup(follower => follower.With);
        var uses = await Uses(db, kinds, resources, moved.Keys, stop);
        return
        [
            .. given.Select(asked => new TransferredResource(
                asked,
                known.GetValueOrDefault(asked.On) is { } now ? teams[now.OwnerTeamId] : null,
                teams[asked.NewOwnerTeamId!.Value],
                [
                    .. along[asked.On]
                        .Select(other => new FollowingOwner(
                            other.Resource.Name,
                            teams[other.Resource.OwnerTeamId].Title,
                            teams[other.Owner].Title
                        )),
                ],
                [.. uses[asked.On].Select(by => $"{Noun(by)} {by.Name} ({teams[by.OwnerTeamId].Title})")],
                known.GetValueOrDefault(asked.On)?.Read(kinds).HasPassword == true
            )),
        ];

        string Noun(Resource resource) => kinds.Of(resource.Kind).Noun;
    }

    // What goes along isn't what stays.
    private static async Task<ILookup<ResourceRef, Resource>> Uses(
        PortalDb db,
        ResourceKinds kinds,
        List<Resource> resources,
        IReadOnlyCollection<ResourceRef> moved,
        CancellationToken stop
    )
    {
        var clusters = await db.Set<Cluster>()
            .Where(c => c.DeregisteredAt == null)
            .ToDictionaryAsync(c => c.Name, c => c.Id, StringComparer.Ordinal, stop);
        return (
            from resource in resources.OrderBy(r => r.Id.Value)
            let kind = kinds.Of(resource.Kind)
            where !kind.FollowsOwner && !moved.Contains(resource.On)
            let request = new ResourceRequest(resource.On, ResourceOperation.Update, resource.Read(kinds), null, null)
            from named in kind.Related(request, clusters)
            where moved.Contains(named)
            select (named, resource)
        )
            .Distinct()
            .ToLookup(use => use.named, use => use.resource);
    }
}
