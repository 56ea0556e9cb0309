using Microsoft.EntityFrameworkCore;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.People.Bootstrap;

/// <summary>The administrator who has signed in, and the key of the session that began with it.</summary>
public sealed record BootstrapSession(Person Person, string Key);

/// <summary>
/// The bootstrap administrator's password: tried, and changed by the administrator alone. A session begins under the lock of the account: whoever
/// changes the password or opens the account again ends each one that the former password began.
/// </summary>
public sealed class BootstrapSignIn(IDbContextFactory<PortalDb> store, Sessions sessions, TimeProvider time)
{
    public Task<Outcome<BootstrapSession>> SignIn(string password, SessionPlace from, CancellationToken stop) =>
        Try(
            password,
            from,
            "Signed in as bootstrap administrator, by password.",
            (_, _, _) => Task.FromResult<Refusal?>(null),
            stop
        );

    /// <summary>Every session and token of the account ends; another session begins.</summary>
    /// <param name="who">Who changes it: nobody but the administrator does.</param>
    public async Task<Outcome<BootstrapSession>> Change(
        KnownCaller who,
        string present,
        BootstrapWish wish,
        SessionPlace from,
        CancellationToken stop
    )
    {
        var outcome = await Try(
            present,
            from,
            "Signed in by changing the password of the bootstrap administrator.",
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
                var ended = await BootstrapAccess.End(db, person, now, stop);
                db.Add(
                    PersonEvent.Of(
                        now,
                        who.Caller.Actor,
                        "bootstrap.password-changed",
                        person.Handle,
                        $"Changed the password of the bootstrap administrator, from {from.Address}. {ended}."
                    )
                );
                return null;
            },
            stop
        );
        if (outcome is Outcome<BootstrapSession>.Done)
        {
            sessions.SomeEnded();
        }

        return outcome;
    }

    private async Task<Outcome<BootstrapSession>> Try(
        string password,
        SessionPlace from,
        string how,
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

        if (await BootstrapGuesses.Delay(db, account, from.Address, now, stop) is { } wait)
        {
            return wait;
        }

        if (!BootstrapPasswords.Matches(hash, password))
        {
            await BootstrapGuesses.Count(db, account, from.Address, now, stop);
            await transaction.CommitAsync(stop);
            return Refusal.Denied("The password is wrong.");
        }

        await BootstrapGuesses.Forget(db, from.Address, stop);
        var person = await db.Set<Person>().SingleAsync(p => p.Id == account.PersonId, stop);
        if (person.DisabledAt is not null)
        {
            return Refusal.Denied("A platform engineer disabled the bootstrap administrator.");
        }

        if (await then(db, account, person) is { } refused)
        {
            return refused;
        }

        var key = sessions.Add(db, person, how, from);
        await db.SaveChangesAsync(stop);
        await transaction.CommitAsync(stop);
        return new BootstrapSession(person, key);
    }
}
