using Microsoft.EntityFrameworkCore;
using Portal.Core.Changes;
using Portal.Core.Changes.Requests;
using Portal.Core.People.Federation;
using Portal.Core.People.Roles;
using Portal.Core.People.Roster;
using Portal.Core.Resources;
using Portal.Core.Store;
using Portal.Core.Teams;
using Portal.Core.Wording;

namespace Portal.Core.People.Leaving;

/// <summary>
/// One act when somebody leaves, behind the page and the API alike: they are disabled and signed out everywhere, their tokens are revoked, and a
/// successor gets the roles in which nobody else is left, their open changes and their drafts. All of it or nothing.
/// </summary>
public sealed class HandOver(
    IDbContextFactory<PortalDb> store,
    ResourceKinds kinds,
    ChangeMover mover,
    Sessions sessions,
    FreshSignIn signIn,
    TimeProvider time
)
{
    private readonly ChangesHandedOver _changes = new(kinds, mover, time);

    public async Task<Outcome<Person>> Do(KnownCaller who, string handle, HandOverWish wish, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        await using var transaction = await db.Database.BeginTransactionAsync(stop);
        await db.LockRules(stop);
        var found = await HandOverParties.Find(db, who, handle, wish, stop);
        if (found is not Outcome<HandOverParties>.Done(var (from, to)))
        {
            return ((Outcome<HandOverParties>.Refused)found).Why;
        }

        var (by, reason, now) = (who.Caller.Actor, wish.Reason.Trim(), time.GetUtcNow());
        // Before the roles are looked at, and for good: it comes back with no access.
        await ElevationEnding.Of(db, from, by, now, stop);
        var alone = await LoneRoles.Of(db, from.Id, stop);
        if (alone.Count > 0 && to.Id == who.Id)
        {
            return Refusal.Conflict(
                $"You would get {Quantity.Of(alone.Count, "role", "roles")}, and somebody else has to give you a role. Choose another successor, or have another platform engineer hand over."
            );
        }

        foreach (var role in alone)
        {
            // For as long as a role can be given: somebody looks at it within a year.
            var why = $"Handed over by {from.Handle}: {reason}";
            var text = why.Length <= ActReason.Longest ? why : why[..ActReason.Longest];
            var given = new RoleWish(new(to.Handle), role.Team, role.Role, text, now + RoleWish.Longest)
            {
                Only = role.Only,
            };
            if (await RoleGiving.Within(db, who, given, now, stop) is Outcome<RoleGrant>.Refused(var no))
            {
                return no;
            }

            await db.SaveChangesAsync(stop);
        }

        // As when they are given one by one: what is refused anyway is worth no sign-in.
        if (alone.Count > 0 && await signIn.Missing(who.Caller, FreshSignIn.ForRoles, stop) is { } again)
        {
            return again;
        }

        var handed = await _changes.Do(db, from, to, by, stop);
        if (handed is not Outcome<int>.Done(var changes))
        {
            return ((Outcome<int>.Refused)handed).Why;
        }

        var drafts = await db.Set<RequestDraft>()
            .Where(d => d.Person == from.Handle)
            .ExecuteUpdateAsync(set => set.SetProperty(d => d.Person, to.Handle), stop);
        if (from.DisabledAt is null)
        {
            (from.DisabledAt, from.DisabledBy, from.DisabledReason) = (now, by.Name, reason);
        }

        var ended = await ShutOut.Do(db, from, now, stop);
        db.Add(
            PersonEvent.Of(
                now,
                by,
                "person.handed_over",
                from.Handle,
                $"Disabled {from.Handle} and handed over to {to.Handle}: {reason.TrimEnd('.')}. {Quantity.Of(alone.Count, "role", "roles")}, {Quantity.Of(changes, "open change", "open changes")} and {Quantity.Of(drafts, "draft", "drafts")} handed over; {ended}."
            )
        );
        await db.SaveChangesAsync(stop);
        if (!await Stewardship.IsLeft(db, stop))
        {
            return Stewardship.NobodyLeft;
        }

        await transaction.CommitAsync(stop);
        sessions.SomeEnded();
        return from;
    }
}
