using Microsoft.EntityFrameworkCore;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.People.Leaving;

/// <summary>Roles in which a person is alone among those who may sign in; an elevation, for some hours, is none.</summary>
internal static class LoneRoles
{
    /// <summary>By team and role. Platform isn't among them: somebody who has it without an end is always left.</summary>
    public static async Task<IReadOnlyList<LoneRole>> Of(PortalDb db, PersonId person, CancellationToken stop)
    {
        var others =
            from held in db.Set<Membership>()
            join other in db.People() on held.PersonId equals other.Id
            where other.DisabledAt == null && other.Id != person && !held.IsElevation
            select held;
        return await (
            from held in db.Set<Membership>()
            join team in db.Set<Team>() on held.TeamId equals team.Id
            where held.PersonId == person && held.Role != Role.Platform && !held.IsElevation
            where !others.Any(other => other.TeamId == held.TeamId && other.Role == held.Role)
            orderby team.Title, held.Role
            select new LoneRole(team.Name, team.Title, held.Role)
        ).ToListAsync(stop);
    }
}
