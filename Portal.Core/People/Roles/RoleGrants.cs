using Microsoft.EntityFrameworkCore;
using Portal.Core.People.Accounts;
using Portal.Core.People.Federation;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.People.Roles;

/// <summary>
/// Roles that people give to people, each with a reason and an end, behind the page and the API alike. Nobody gives one to themselves, and somebody is
/// always left who can undo it.
/// </summary>
public sealed class RoleGrants(
    IDbContextFactory<PortalDb> store,
    TokenLife tokens,
    FreshSignIn signIn,
    TimeProvider time
)
{
    public static Permission May(Caller who, TeamId team, Role role) =>
        Authority.May(who, new CallerAction.GiveRole(team, role));

    /// <summary>Gives a role. One that was given before, and hasn't ended, ends with this one's time from now on.</summary>
    public async Task<Outcome<RoleGrant>> Give(KnownCaller who, RoleWish wish, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        await using var transaction = await db.Database.BeginTransactionAsync(stop);
        await db.LockRules(stop);
        var outcome = await RoleGiving.Within(db, who, wish, time.GetUtcNow(), stop);
        if (outcome is not Outcome<RoleGrant>.Done(var given))
        {
            return outcome;
        }

        if (wish.Person.IsAccount && await AccountRoles.BeyondMakers(db, tokens, wish, given, stop) is { } beyond)
        {
            return beyond;
        }

        // What is refused anyway is worth no sign-in.
        if (await signIn.Missing(who.Caller, FreshSignIn.ForRoles, stop) is { } again)
        {
            return again;
        }

        await db.SaveChangesAsync(stop);
        await transaction.CommitAsync(stop);
        return outcome;
    }

    /// <summary>Gives up one's own elevation, at any time.</summary>
    public async Task<Outcome<Person>> GiveUp(KnownCaller who, string teamName, Role role, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        await using var transaction = await db.Database.BeginTransactionAsync(stop);
        await db.LockRules(stop);
        var team = await db.Set<Team>().SingleOrDefaultAsync(t => t.Name == teamName, stop);
        var (what, now) = (new TeamRole(teamName, role).InWords, time.GetUtcNow());
        if (
            team is null
            || await RoleHolding.Of(db, who.Id, team.Id, role, stop) is not { IsElevation: true, ByRule: false } held
            || RoleHolding.IsOver(held, now)
        )
        {
            return Refusal.NotFound($"You have no elevation as {what}.");
        }

        await RoleHolding.End(db, held, who.Caller.Actor, now, stop);
        var person = await db.Set<Person>().SingleAsync(p => p.Id == who.Id, stop);
        db.Add(
            PersonEvent.Of(
                now,
                who.Caller.Actor,
                "role.given-up",
                person.Handle,
                $"{person.Handle} gave up being {what} before its time."
            )
        );
        await db.SaveChangesAsync(stop);
        await transaction.CommitAsync(stop);
        return person;
    }

    /// <summary>Takes a role away at once. One that a rule gives goes with the rule.</summary>
    /// <param name="only">What it counts for; null: for all that the team owns.</param>
    public async Task<Outcome<Person>> Take(
        KnownCaller who,
        RoleHolder holder,
        string teamName,
        Role role,
        CancellationToken stop,
        WantedScope? only = null
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
        if (only is not null)
        {
            var taken = await ScopedGiving.Take(db, who.Caller.Actor, new(person, team), role, only, now, stop);
            await db.SaveChangesAsync(stop);
            await transaction.CommitAsync(stop);
            return taken;
        }

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

        await RoleHolding.End(db, held, who.Caller.Actor, now, stop);
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
