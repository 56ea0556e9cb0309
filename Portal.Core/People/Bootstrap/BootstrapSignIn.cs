using Microsoft.EntityFrameworkCore;
using Portal.Core.People.Roster;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.People.Bootstrap;

/// <summary>The bootstrap administrator's password: tried, and changed by the administrator alone.</summary>
public sealed class BootstrapSignIn(IDbContextFactory<PortalDb> store, Sessions sessions, TimeProvider time)
{
    /// <param name="address">Where it comes from.</param>
    public Task<Outcome<Person>> SignIn(string password, string address, CancellationToken stop) =>
        Try(password, address, (_, _, _) => Task.FromResult<Refusal?>(null), stop);

    /// <summary>Every session and token of the account ends.</summary>
    /// <param name="who">Who changes it: nobody but the administrator does.</param>
    public async Task<Outcome<Person>> Change(
        KnownCaller who,
        string present,
        BootstrapWish wish,
        string address,
        CancellationToken stop
    )
    {
        var outcome = await Try(
            present,
            address,
            async (db, account, person) =>
            {
                if (person.Id != who.Id)
                {
                    return Refusal.Denied("Only the bootstrap administrator changes this password.");
                }

                if (BootstrapPasswords.Complaints(wish.Password, wish.Repeated, present) is { Count: > 0 } wrong)
                {
                    return Refusal.Invalid(wrong);
                }

                var now = time.GetUtcNow();
                account.PasswordHash = BootstrapPasswords.Hash(wish.Password);
                var ended = await PersonAccess.ShutOut(db, person, now, stop);
                db.Add(
                    PersonEvent.Of(
                        now,
                        who.Caller.Actor,
                        "bootstrap.password-changed",
                        person.Handle,
                        $"Changed the password of the bootstrap administrator, from {address}. {ended}."
                    )
                );
                return null;
            },
            stop
        );
        if (outcome is Outcome<Person>.Done)
        {
            sessions.SomeEnded();
        }

        return outcome;
    }

    private async Task<Outcome<Person>> Try(
        string password,
        string address,
        Func<PortalDb, BootstrapAccount, Person, Task<Refusal?>> then,
        CancellationToken stop
    )
    {
        await using var db = await store.CreateDbContextAsync(stop);
        await using var transaction = await db.Database.BeginTransactionAsync(stop);
        var account = await db.LockBootstrap(stop);
        var now = time.GetUtcNow();
        if (account is not { ClosedAt: null, PasswordHash: { } hash })
        {
            return Refusal.Conflict("Nobody can sign in as bootstrap administrator now.");
        }

        if (await BootstrapGuesses.Delay(db, account, address, now, stop) is { } wait)
        {
            return wait;
        }

        if (!BootstrapPasswords.Matches(hash, password))
        {
            await BootstrapGuesses.Count(db, account, address, now, stop);
            await transaction.CommitAsync(stop);
            return Refusal.Denied("The password is wrong.");
        }

        await BootstrapGuesses.Forget(db, address, stop);
        var person = await db.Set<Person>().SingleAsync(p => p.Id == account.PersonId, stop);
        if (person.DisabledAt is not null)
        {
            return Refusal.Denied("A platform engineer disabled the bootstrap administrator.");
        }

        if (await then(db, account, person) is { } refused)
        {
            return refused;
        }

        await db.SaveChangesAsync(stop);
        await transaction.CommitAsync(stop);
        return person;
    }
}
