using Microsoft.EntityFrameworkCore;
using Portal.Core.People.Federation;
using Portal.Core.People.Roles;
using Portal.Core.Store;
using Portal.Core.Teams;
using Portal.Core.Wording;

namespace Portal.Core.People.Requests;

/// <summary>Whether somebody can request a role, as they and their other requests are under the lock of the rules.</summary>
internal static class RequestableRole
{
    /// <returns>Why not; null when they can.</returns>
    public static async Task<Refusal?> WhyNot(
        PortalDb db,
        KnownCaller who,
        RoleRequestWish wish,
        Team team,
        DateTimeOffset now,
        CancellationToken stop
    )
    {
        if (await Stewardship.Now(db, who, stop) is null)
        {
            return Stewardship.Gone;
        }

        var what = new TeamRole(team.Name, wish.Role).InWords;
        if (
            await RoleHolding.Of(db, who.Id, team.Id, wish.Role, stop) is { } held
            && !RoleHolding.IsOver(held, now)
            && (held.ExpiresAt is not { } end || wish.EndsAt is not { } wanted || wanted <= end)
        )
        {
            return Refusal.Conflict(
                $"You are {what} already{(held.ExpiresAt is { } until ? $", until {UtcTime.InWords(until)}" : "")}."
            );
        }

        var former = await db.Set<RoleRequest>()
            .AsNoTracking()
            .SingleOrDefaultAsync(
                r =>
                    r.PersonId == who.Id
                    && r.TeamId == team.Id
                    && r.Role == wish.Role
                    && r.State == RoleRequestState.Pending,
                stop
            );
        if (former?.ExpiresAt <= now)
        {
            await RoleRequestExpiry.End(db, former.Id, now, stop);
            return null;
        }

        return former is null
            ? null
            : Refusal.Conflict($"You have requested to be {what} already. Withdraw that request first.");
    }
}
