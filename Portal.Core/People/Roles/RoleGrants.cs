using Microsoft.EntityFrameworkCore;
using Portal.Core.People.Federation;
using Portal.Core.Store;
using Portal.Core.Teams;
using Portal.Core.Wording;

namespace Portal.Core.People.Roles;

/// <summary>
/// Roles that people give to people, each with a reason and an end, behind the page and the API alike. Nobody gives one to themselves, and somebody is
/// always left who can undo it.
/// </summary>
public sealed class RoleGrants(IDbContextFactory<PortalDb> store, TimeProvider time)
{
    public static Permission May(Caller who, TeamId team, Role role) =>
        Authority.May(who, new CallerAction.GiveRole(team, role));

    /// <summary>Gives a role. One that was given before, and hasn't ended, ends with this one's time from now on.</summary>
    public async Task<Outcome<RoleGrant>> Give(KnownCaller who, RoleWish wish, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        await using var transaction = await db.Database.BeginTransactionAsync(stop);
        await db.LockRules(stop);
        var found = await RoleParties.Find(db, who, wish.Person, wish.Team, wish.Role, stop);
        if (found is not Outcome<RoleParties>.Done(var parties))
        {
            return ((Outcome<RoleParties>.Refused)found).Why;
        }

        var now = time.GetUtcNow();
        if (wish.Complaints(now) is { Count: > 0 } wrong)
        {
            return Refusal.Invalid(wrong);
        }

        if (parties.Unfit(who, wish.Role) is { } unfit)
        {
            return unfit;
        }

        var (person, team) = parties;
        var what = new TeamRole(team.Name, wish.Role).InWords;
        var held = await RoleHolding.Of(db, person.Id, team.Id, wish.Role, stop);
        if (held is { ByRule: true } or { GrantId: null })
        {
            return Refusal.Conflict(
                $"{person.Name} is {what} already, {(held.ByRule ? "by a role rule" : "without an end")}."
            );
        }

        if (held is not null)
        {
            await RoleHolding.End(db, held, RoleHolding.IsOver(held, now) ? Actor.Clock : who.Caller.Actor, stop);
        }

        var grant = new RoleGrant
        {
            PersonId = person.Id,
            TeamId = team.Id,
            Role = wish.Role,
            Reason = wish.Reason.Trim(),
            GivenBy = who.Caller.Actor.Name,
            GivenAt = now,
            ExpiresAt = wish.ExpiresAt.ToUniversalTime(),
        };
        await RoleHolding.Begin(db, grant, stop);
        db.Add(
            PersonEvent.Of(
                now,
                who.Caller.Actor,
                "role.given",
                person.Handle,
                $"Made {person.Handle} {what} until {UtcTime.InWords(grant.ExpiresAt)}: {grant.Reason}"
            )
        );
        await db.SaveChangesAsync(stop);
        await transaction.CommitAsync(stop);
        return grant;
    }

    /// <summary>Takes a role away at once. One that a rule gives goes with the rule.</summary>
    public async Task<Outcome<Person>> Take(
        KnownCaller who,
        RoleHolder holder,
        string teamName,
        Role role,
        CancellationToken stop
    )
    {
        await using var db = await store.CreateDbContextAsync(stop);
        await using var transaction = await db.Database.BeginTransactionAsync(stop);
        await db.LockRules(stop);
        var found = await RoleParties.Find(db, who, holder, teamName, role, stop);
        if (found is not Outcome<RoleParties>.Done(var (person, team)))
        {
            return ((Outcome<RoleParties>.Refused)found).Why;
        }

        var (what, now) = (new TeamRole(team.Name, role).InWords, time.GetUtcNow());
        if (await RoleHolding.Of(db, person.Id, team.Id, role, stop) is not { } held || RoleHolding.IsOver(held, now))
        {
            return Refusal.NotFound($"{person.Name} isn't {what}.");
        }

        if (held.ByRule)
        {
            return Refusal.Conflict(
                $"A role rule makes {person.Name} {what}. Remove the rule, or the person from the group that it names."
            );
        }

        if (role == Role.Platform && person.Id == who.Id)
        {
            return Refusal.Conflict(
                "Another platform engineer has to take this role from you, so that somebody is left who can undo it."
            );
        }

        await RoleHolding.End(db, held, who.Caller.Actor, stop);
        if (role == Role.Platform && !await Stewardship.IsLeft(db, stop))
        {
            return Stewardship.NobodyLeft;
        }

        db.Add(
            PersonEvent.Of(now, who.Caller.Actor, "role.taken", person.Handle, $"{person.Handle} is no longer {what}.")
        );
        await db.SaveChangesAsync(stop);
        await transaction.CommitAsync(stop);
        return person;
    }
}
