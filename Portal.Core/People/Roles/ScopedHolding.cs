using Microsoft.EntityFrameworkCore;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.People.Roles;

/// <summary>Finds the limited role that somebody holds.</summary>
internal static class ScopedHolding
{
    /// <summary>What isn't ended, whether or not its time is over.</summary>
    public static Task<RoleGrant?> Of(
        PortalDb db,
        PersonId person,
        TeamId team,
        Role role,
        RoleScope scope,
        CancellationToken stop
    )
    {
        var (environment, on) = ((scope as RoleScope.InEnvironment)?.Name, scope as RoleScope.OnResource);
        var (kind, cluster, name) = (on?.Kind, on?.ClusterId, on?.Name);
        return db.Set<RoleGrant>()
            .AsNoTracking()
            .Where(g => g.PersonId == person && g.TeamId == team && g.Role == role && g.EndedAt == null)
            .Where(g => g.OnlyEnvironment == environment && g.OnlyKind == kind)
            .SingleOrDefaultAsync(g => g.OnlyClusterId == cluster && g.OnlyName == name, stop);
    }

    /// <summary>The number of the one that is in force; its resource may be gone by now, or another team's.</summary>
    public static Task<long?> Named(
        PortalDb db,
        PersonId person,
        TeamId team,
        Role role,
        WantedScope wanted,
        DateTimeOffset now,
        CancellationToken stop
    ) =>
        db.Set<RoleGrant>()
            .Where(g => g.PersonId == person && g.TeamId == team && g.Role == role)
            .Where(g => g.EndedAt == null && g.ExpiresAt > now)
            .Where(g =>
                wanted.Environment != null && wanted.Environment != ""
                    ? g.OnlyEnvironment == wanted.Environment
                    : g.OnlyKind == wanted.Kind
                        && g.OnlyName == wanted.Name
                        && db.Set<Clusters.Cluster>().Any(c => c.Id == g.OnlyClusterId && c.Name == wanted.Cluster)
            )
            .Select(g => (long?)g.Id)
            .SingleOrDefaultAsync(stop);
}
