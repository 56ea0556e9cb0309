using Microsoft.EntityFrameworkCore;
using Portal.Core.People.Federation;
using Portal.Core.People.Roles;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.People.Roster;

/// <summary>
/// Disables and enables people, behind the page and the API alike. Whoever is disabled is signed out everywhere at once, and their tokens are revoked for
/// good, with those that workloads were given by their rules; elevations end, and their other roles stay, for the day they are enabled again.
/// </summary>
public sealed class PersonAccess(IDbContextFactory<PortalDb> store, Sessions sessions, TimeProvider time)
{
    public static Permission May(Caller who) => Authority.May(who, new CallerAction.ManagePeople());

    public static Permission MayEnable(Caller who) => Authority.May(who, new CallerAction.EnablePerson());

    public async Task<Outcome<Person>> Disable(KnownCaller who, string handle, string reason, CancellationToken stop)
    {
        if (!ActReason.Fits(reason))
        {
            return Refusal.Invalid(
                new Dictionary<string, string>(StringComparer.Ordinal)
                {
                    ["reason"] = $"Give the reason in {ActReason.Shortest} to {ActReason.Longest} characters.",
                }
            );
        }

        var outcome = await Do(
            who,
            handle,
            May,
            async (db, person) =>
            {
                if (person.Id == who.Id)
                {
                    return Refusal.Conflict(
                        "Another platform engineer has to disable you, so that somebody is left who can undo it."
                    );
                }

                if (person.DisabledAt is not null)
                {
                    return Refusal.Conflict($"{person.Name} is disabled already.");
                }

                var (now, by, words) = (time.GetUtcNow(), who.Caller.Actor, reason.Trim());
                (person.DisabledAt, person.DisabledBy, person.DisabledReason) = (now, by.Name, words);
                var ended = await ShutOut.Do(db, person, now, stop);
                await ElevationEnding.Of(db, person, by, now, stop);
                var disabled = $"Disabled {handle}: {words.TrimEnd('.')}. {ended}.";
                db.Add(PersonEvent.Of(now, by, "person.disabled", handle, disabled));
                return person;
            },
            stop
        );
        if (outcome is Outcome<Person>.Done)
        {
            sessions.SomeEnded();
        }

        return outcome;
    }

    public Task<Outcome<Person>> Enable(KnownCaller who, string handle, CancellationToken stop) =>
        Do(
            who,
            handle,
            MayEnable,
            async (db, person) =>
            {
                if (person.DisabledAt is null)
                {
                    return Refusal.Conflict($"{person.Name} isn't disabled.");
                }

                // What was begun in the moment of disabling comes to nothing either.
                await ShutOut.Do(db, person, time.GetUtcNow(), stop);
                (person.DisabledAt, person.DisabledBy, person.DisabledReason) = (null, null, null);
                db.Add(
                    PersonEvent.Of(
                        time.GetUtcNow(),
                        who.Caller.Actor,
                        "person.enabled",
                        handle,
                        $"Enabled {handle} again."
                    )
                );
                return person;
            },
            stop
        );

    private async Task<Outcome<Person>> Do(
        KnownCaller who,
        string handle,
        Func<Caller, Permission> may,
        Func<PortalDb, Person, Task<Outcome<Person>>> act,
        CancellationToken stop
    )
    {
        await using var db = await store.CreateDbContextAsync(stop);
        await using var transaction = await db.Database.BeginTransactionAsync(stop);
        await db.LockRules(stop);
        if (await Stewardship.Now(db, who, stop) is not { } caller)
        {
            return Stewardship.Gone;
        }

        if (may(caller) is { Granted: false } no)
        {
            return Refusal.Denied(no.Words);
        }

        if (await db.People().SingleOrDefaultAsync(p => p.Handle == handle, stop) is not { } person)
        {
            return Refusal.NotFound($"There is nobody with the handle {handle}.");
        }

        var outcome = await act(db, person);
        if (outcome is not Outcome<Person>.Done)
        {
            return outcome;
        }

        await db.SaveChangesAsync(stop);
        if (person.DisabledAt is not null && !await Stewardship.IsLeft(db, stop))
        {
            return Stewardship.NobodyLeft;
        }

        await transaction.CommitAsync(stop);
        return outcome;
    }
}
