using Microsoft.EntityFrameworkCore;
using Portal.Core.Changes.Runs;
using Portal.Core.People.Federation;
using Portal.Core.People.Roles;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.People.BreakGlass;

/// <summary>Opens break-glass access, for somebody who signed in. It gives nothing before a second person confirms it.</summary>
public sealed class BreakGlassOpening(IDbContextFactory<PortalDb> store, FreshSignIn signIn, TimeProvider time)
{
    /// <summary>How long the second person has.</summary>
    public static readonly TimeSpan ConfirmWithin = TimeSpan.FromMinutes(15);

    public static Permission May(Caller who) => Authority.May(who, new CallerAction.OpenBreakGlass());

    public async Task<Outcome<BreakGlassAccess>> Open(KnownCaller who, BreakGlassWish wish, CancellationToken stop)
    {
        if (await signIn.Missing(who.Caller, "Opening break-glass access", stop) is { } again)
        {
            return again;
        }

        await using var db = await store.CreateDbContextAsync(stop);
        await using var transaction = await db.Database.BeginTransactionAsync(stop);
        await db.LockRules(stop);
        var now = time.GetUtcNow();
        if (await Stewardship.Now(db, who, stop) is not { } caller)
        {
            return Stewardship.Gone;
        }

        if (May(caller) is { Granted: false } no)
        {
            return Refusal.Denied(no.Words);
        }

        if (wish.Complaints() is { Count: > 0 } wrong)
        {
            return Refusal.Invalid(wrong);
        }

        if (await db.Set<Team>().SingleOrDefaultAsync(t => t.Name == wish.Team, stop) is not { } team)
        {
            return Refusal.NotFound($"There is no team {wish.Team}.");
        }

        if (caller.Has(wish.Role, team.Id))
        {
            return Refusal.Conflict($"You are {new TeamRole(team.Name, wish.Role).InWords} already.");
        }

        if (await BreakGlassExpiry.EndFormer(db, who.Id, now, stop) is { } other)
        {
            return Refusal.Conflict($"You have opened break-glass access {other} already. End it first.");
        }

        var access = new BreakGlassAccess
        {
            PersonId = who.Id,
            TeamId = team.Id,
            Role = wish.Role,
            Reason = wish.Reason.Trim(),
            OpenedAt = now,
            ConfirmBy = now + ConfirmWithin,
        };
        db.Add(access);
        await db.SaveChangesAsync(stop); // the store gives out the id
        db.Add(
            new Due
            {
                Kind = PeopleDues.BreakGlassEnds,
                SubjectId = access.Id,
                DueAt = access.ConfirmBy,
            }
        );
        var found = (await BreakGlassFound.Of(db, access.Id, stop))!;
        found.Record(
            db,
            now,
            who.Caller.Actor,
            "opened",
            $"{found.Person.Handle} opened break-glass access as {found.What}: {access.Reason}"
        );
        await PeopleNotice.Send(db, stop);
        await db.SaveChangesAsync(stop);
        await transaction.CommitAsync(stop);
        return access;
    }
}
