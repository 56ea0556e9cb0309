using Microsoft.EntityFrameworkCore;
using Portal.Core.People.BreakGlass;
using Portal.Core.People.Federation;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.People.Roles;

/// <summary>Ends what somebody has for some hours when they are disabled: it doesn't come back with their access, as roles do.</summary>
internal static class ElevationEnding
{
    /// <summary>Elevations and break-glass access, also what they opened and nobody has confirmed. Not saved yet.</summary>
    public static async Task Of(PortalDb db, Person person, Actor by, DateTimeOffset now, CancellationToken stop)
    {
        await BreakGlassEnding.WithdrawOf(db, person.Id, by, now, stop);
        var elevations = await (
            from grant in db.Set<RoleGrant>().AsNoTracking()
            where grant.PersonId == person.Id && grant.IsElevation && grant.EndedAt == null && grant.ExpiresAt > now
            join team in db.Set<Team>() on grant.TeamId equals team.Id
            select new
            {
                grant.Id,
                grant.Role,
                team.Name,
            }
        ).ToListAsync(stop);
        foreach (var held in elevations)
        {
            await RoleHolding.EndGrant(db, held.Id, by, now, stop);
            var what = new TeamRole(held.Name, held.Role).InWords;
            db.Add(
                PersonEvent.Of(now, by, "role.taken", person.Handle, $"{person.Handle} is no longer {what}: disabled.")
            );
        }
    }
}
