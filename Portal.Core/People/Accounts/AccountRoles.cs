using Microsoft.EntityFrameworkCore;
using Portal.Core.People.Federation;
using Portal.Core.People.Roles;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.People.Accounts;

/// <summary>Whoever has an account's token acts with the account's roles, so nobody gets by it what they couldn't give.</summary>
internal static class AccountRoles
{
    /// <returns>Why the caller, as they are now, may let nothing act as this account; null when they may.</returns>
    public static async Task<Refusal?> BeyondCaller(
        PortalDb db,
        KnownCaller who,
        Person account,
        CancellationToken stop
    )
    {
        if (await Stewardship.Now(db, who, stop) is not { } caller)
        {
            return Stewardship.Gone;
        }

        var held = await (
            from role in db.Set<Membership>()
            join team in db.Set<Team>() on role.TeamId equals team.Id
            where role.PersonId == account.Id
            select new { Team = team, role.Role }
        ).ToListAsync(stop);
        return held.Find(h => !RoleGrants.May(caller, h.Team.Id, h.Role).Granted) is { } beyond
            ? Refusal.Denied(
                $"{account.Handle} is {new TeamRole(beyond.Team.Name, beyond.Role).InWords}. Only those who may give that role create and rotate its tokens, and add rules for workloads."
            )
            : null;
    }
}
