using Microsoft.EntityFrameworkCore;
using Portal.Core.Resources;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.Changes.Claims;

/// <summary>Reads whose the resources are that a change claims.</summary>
internal static class ClaimReading
{
    /// <param name="change">With its resources.</param>
    /// <returns>In the order of the change; none, and no query, where it claims nothing.</returns>
    public static async Task<IReadOnlyList<ClaimedResource>> Of(PortalDb db, Change change, CancellationToken stop)
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
        return [.. claimed.Select(asked => new ClaimedResource(asked, owners.GetValueOrDefault(asked.On)))];
    }
}
