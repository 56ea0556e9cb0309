using Microsoft.EntityFrameworkCore;
using Portal.Core.People.Federation;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.People.Roles;

/// <summary>A role that somebody has for some hours.</summary>
public sealed record Elevation(TeamRole What, DateTimeOffset EndsAt);

/// <summary>Elevations in force, for the person who has them.</summary>
public sealed class Elevations(IDbContextFactory<PortalDb> store)
{
    /// <summary>The first to end first.</summary>
    public async Task<IReadOnlyList<Elevation>> Of(Caller who, CancellationToken stop)
    {
        var held = who.Memberships.Where(m => m is { IsElevation: true, ByRule: false, ExpiresAt: not null }).ToList();
        // Hardly anybody is elevated, and every page looks.
        if (held.Count == 0)
        {
            return [];
        }

        var ids = held.Select(m => m.TeamId).ToArray();
        await using var db = await store.CreateDbContextAsync(stop);
        var teams = await db.Set<Team>().Where(t => ids.Contains(t.Id)).ToDictionaryAsync(t => t.Id, stop);
        return
        [
            .. held.OrderBy(m => m.ExpiresAt)
                .Select(m => new Elevation(new TeamRole(teams[m.TeamId].Name, m.Role), m.ExpiresAt!.Value)),
        ];
    }
}
