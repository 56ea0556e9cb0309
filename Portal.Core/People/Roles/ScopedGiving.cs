using Microsoft.EntityFrameworkCore;
using Portal.Core.Changes.Runs;
using Portal.Core.People.Federation;
using Portal.Core.Store;
using Portal.Core.Teams;
using Portal.Core.Wording;

namespace Portal.Core.People.Roles;

/// <summary>Gives and takes roles that count for a part of what a team owns, within the transaction of whoever calls, who has checked who may.</summary>
internal static class ScopedGiving
{
    /// <summary>One that was given before for the same ends with this one's time from now on.</summary>
    public static async Task<Outcome<RoleGrant>> To(
        PortalDb db,
        Actor by,
        RoleParties parties,
        RoleWish wish,
        WantedScope wanted,
        DateTimeOffset now,
        CancellationToken stop
    )
    {
        var (person, team) = parties;
        if (person.OwnerTeamId is not null)
        {
            return Refusal.Conflict("A Portal service account's role counts for all that the team owns.");
        }

        var found = await wanted.Find(db, team, wish.Role, stop);
        if (found is not Outcome<RoleScope>.Done(var scope))
        {
            return ((Outcome<RoleScope>.Refused)found).Why;
        }

        var what = new TeamRole(team.Name, wish.Role).Limited(wanted);
        if (await RoleHolding.Of(db, person.Id, team.Id, wish.Role, stop) is { } held && !RoleHolding.IsOver(held, now))
        {
            return Refusal.Conflict(
                $"{person.Name} is {new TeamRole(team.Name, wish.Role).InWords} already, for all that it owns. Take that role away first."
            );
        }

        if (await ScopedHolding.Of(db, person.Id, team.Id, wish.Role, scope, stop) is { } before)
        {
            await RoleHolding.EndGrant(db, before.Id, before.ExpiresAt <= now ? Actor.Clock : by, now, stop);
        }

        var on = scope as RoleScope.OnResource;
        var grant = new RoleGrant
        {
            PersonId = person.Id,
            TeamId = team.Id,
            Role = wish.Role,
            Reason = wish.Reason.Trim(),
            GivenBy = by.Name,
            GivenAt = now,
            ExpiresAt = wish.ExpiresAt.ToUniversalTime(),
            OnlyEnvironment = (scope as RoleScope.InEnvironment)?.Name,
            OnlyKind = on?.Kind,
            OnlyClusterId = on?.ClusterId,
            OnlyName = on?.Name,
        };
        db.Add(grant);
        await db.SaveChangesAsync(stop); // the store gives out the id
        db.Add(
            new Due
            {
                Kind = PeopleDues.RoleEnds,
                SubjectId = grant.Id,
                DueAt = grant.ExpiresAt,
            }
        );
        db.Add(
            PersonEvent.Of(
                now,
                by,
                "role.given",
                person.Handle,
                $"Made {person.Handle} {what} until {UtcTime.InWords(grant.ExpiresAt)}: {grant.Reason}"
            )
        );
        return grant;
    }

    /// <summary>Ends it at once.</summary>
    public static async Task<Outcome<Person>> Take(
        PortalDb db,
        Actor by,
        RoleParties parties,
        Role role,
        WantedScope wanted,
        DateTimeOffset now,
        CancellationToken stop
    )
    {
        var (person, team) = parties;
        var what = new TeamRole(team.Name, role).Limited(wanted);
        if (await ScopedHolding.Named(db, person.Id, team.Id, role, wanted, now, stop) is not { } grant)
        {
            return Refusal.NotFound($"{person.Name} isn't {what}.");
        }

        if (await db.Set<RoleGrant>().AnyAsync(g => g.Id == grant && g.ByRule, stop))
        {
            return Refusal.Conflict(
                "A role rule gives this role. Remove the rule, or have the group taken away at the provider."
            );
        }

        await RoleHolding.EndGrant(db, grant, by, now, stop);
        db.Add(PersonEvent.Of(now, by, "role.taken", person.Handle, $"{person.Handle} is no longer {what}."));
        return person;
    }
}
