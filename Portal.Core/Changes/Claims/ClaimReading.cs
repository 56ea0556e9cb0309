using Microsoft.EntityFrameworkCore;
using Portal.Core.Registries;
using Portal.Core.Resources;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.Changes.Claims;

/// <summary>Reads whose the resources are that a change claims.</summary>
internal static class ClaimReading
{
    /// <param name="change">With its resources.</param>
    /// <returns>In the order of the change; none, and no query, where it claims nothing.</returns>
    public static async Task<IReadOnlyList<ClaimedResource>> Of(
        PortalDb db,
        ResourceKinds kinds,
        Change change,
        CancellationToken stop
    )
    {
        var claimed = change
            .Resources.Where(r => r.Operation == ResourceOperation.Claim)
            .OrderBy(r => r.Ordinal)
            .ToList();
        if (claimed.Count == 0)
        {
            return [];
        }

        var names = claimed.Select(r => r.Name).Distinct(StringComparer.Ordinal).ToArray();
        var owned = await (
            from resource in db.Set<Resource>().AsNoTracking()
            join team in db.Set<Team>().AsNoTracking() on resource.OwnerTeamId equals team.Id
            where names.Contains(resource.Name) && resource.GoneAt == null
            select new { Resource = resource, Team = team }
        ).ToListAsync(stop);
        var owners = owned.ToDictionary(o => o.Resource.On, o => o.Team);
        // What is in a registry is one thing on every cluster that the registry serves.
        var registered = claimed.Where(r => kinds.Of(r.Kind).IsInRegistry).Select(r => r.ClusterId).Distinct().ToList();
        var shared = await SharedRegistries.Of(db, registered, stop);
        return [.. claimed.Select(Read)];

        ClaimedResource Read(ChangeResource asked)
        {
            var on = asked.On;
            if (!owners.TryGetValue(on, out var owner) && kinds.Of(asked.Kind).IsInRegistry)
            {
                foreach (var other in shared[asked.ClusterId].OrderBy(cluster => cluster.Name, StringComparer.Ordinal))
                {
                    if (
                        owners.TryGetValue(on with { Cluster = other.Id }, out var theirs)
                        && theirs.Id != asked.OwnerTeamId
                    )
                    {
                        return new(asked, theirs, other.Name);
                    }
                }
            }

            return new(asked, owner, null);
        }
    }
}
