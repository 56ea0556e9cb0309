using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Portal.Core.Changes.Runs;
using Portal.Core.People.Federation;
using Portal.Core.People.Roles;
using Portal.Core.Store;
using Portal.Core.Teams;
using Portal.Core.Wording;

namespace Portal.Core.People.BreakGlass;

/// <summary>
/// Confirms break-glass access, for a second person who signed in. That gives a role which neither of the two could give alone, so everything is
/// checked again under the lock of the rules.
/// </summary>
public sealed class BreakGlassConfirmation(
    IDbContextFactory<PortalDb> store,
    FreshSignIn signIn,
    IOptions<BreakGlassOptions> options,
    TimeProvider time
)
{
    public TimeSpan Lasts => options.Value.Lasts;

    public static Permission May(Caller who, string opener) =>
        Authority.May(who, new CallerAction.ConfirmBreakGlass(opener));

    /// <summary>By the second person, in time: from now on the first has the role.</summary>
    public async Task<Outcome<BreakGlassAccess>> Confirm(KnownCaller who, long id, CancellationToken stop)
    {
        if (await signIn.Missing(who.Caller, "Confirming break-glass access", stop) is { } again)
        {
            return again;
        }

        await using var db = await store.CreateDbContextAsync(stop);
        await using var transaction = await db.Database.BeginTransactionAsync(stop);
        await db.LockRules(stop);
        var now = time.GetUtcNow();
        if (await BreakGlassFound.Of(db, id, stop) is not { Access: var access, Person: var opener } found)
        {
            return Refusal.NotFound($"There is no break-glass access {id}.");
        }

        if (await WhyNot(db, who, found, now, stop) is { } no)
        {
            return no;
        }

        var wish = new RoleWish(new(opener.Handle), found.Team.Name, access.Role, access.Reason, now + Lasts)
        {
            IsElevation = true,
        };
        var given = await RoleGiving.To(db, who.Caller.Actor, new RoleParties(opener, found.Team), wish, now, stop);
        if (given is not Outcome<RoleGrant>.Done(var grant))
        {
            return ((Outcome<RoleGrant>.Refused)given).Why;
        }

        (access.ConfirmedBy, access.ConfirmedAt, access.EndsAt, access.GrantId) = (
            who.Id,
            now,
            grant.ExpiresAt,
            grant.Id
        );
        await db.Set<Due>()
            .Where(d => d.Kind == PeopleDues.BreakGlassEnds && d.SubjectId == id)
            .ExecuteUpdateAsync(set => set.SetProperty(d => d.DueAt, grant.ExpiresAt), stop);
        found.Record(
            db,
            now,
            who.Caller.Actor,
            "confirmed",
            $"{who.Caller.Actor.Name} confirmed that {opener.Handle} is {found.What} until {UtcTime.InWords(grant.ExpiresAt)}."
        );
        await PeopleNotice.Send(db, stop);
        await db.SaveChangesAsync(stop);
        await transaction.CommitAsync(stop);
        return access;
    }

    private static async Task<Refusal?> WhyNot(
        PortalDb db,
        KnownCaller who,
        BreakGlassFound found,
        DateTimeOffset now,
        CancellationToken stop
    ) =>
        await Stewardship.Now(db, who, stop) is not { } caller ? Stewardship.Gone
        : await BreakGlassSecond.WhyNot(db, who.Id, caller, found, stop) is { } no ? no
        : found.Access.ConfirmedAt is not null ? Refusal.Conflict("Somebody has confirmed it already.")
        : found.Access.EndedAt is not null || found.Access.ConfirmBy <= now
            ? Refusal.Conflict(
                $"It is over: nobody confirmed it within {BreakGlassOpening.ConfirmWithin.TotalMinutes:0} minutes, or it was withdrawn. Open it again."
            )
        : found.Person.DisabledAt is not null ? Refusal.Conflict($"{found.Person.Name} is disabled.")
        : !await db.Set<Membership>().AnyAsync(m => m.PersonId == found.Person.Id && !m.IsElevation, stop)
            ? Refusal.Conflict($"{found.Person.Name} has no role left.")
        : null;
}
