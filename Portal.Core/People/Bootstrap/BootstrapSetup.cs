using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Portal.Core.Evaluation;
using Portal.Core.People.Federation;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.People.Bootstrap;

/// <summary>What somebody enters who sets the account up.</summary>
/// <param name="Code">The one-time code, or the initial password of the settings.</param>
public sealed record BootstrapWish(string Code, string Password, string Repeated);

/// <summary>Sets the bootstrap administrator up: whoever has the code chooses the password, and has the role platform.</summary>
public sealed class BootstrapSetup(
    IDbContextFactory<PortalDb> store,
    Seed seed,
    Sessions sessions,
    IOptions<BootstrapOptions> options,
    TimeProvider time
)
{
    private const string Handle = "bootstrap";
    private const string Name = "Bootstrap administrator";

    /// <returns>The administrator, signed in, or why not. A code is used up only when it is done.</returns>
    public async Task<Outcome<BootstrapSession>> SetUp(BootstrapWish wish, SessionPlace from, CancellationToken stop)
    {
        await seed.PlantWithoutPeople(stop); // its role is one in the team platform
        await using var db = await store.CreateDbContextAsync(stop);
        await using var transaction = await db.Database.BeginTransactionAsync(stop);
        await db.LockRules(stop);
        var account = await db.LockBootstrap(stop);
        var now = time.GetUtcNow();
        if (BootstrapLinks.Of(account) is not BootstrapState.NotSetUp)
        {
            return Refusal.Conflict("The bootstrap administrator is set up already, and this code was used.");
        }

        if (await Check(db, account, wish.Code.Trim(), from.Address, stop) is { } refused)
        {
            await transaction.CommitAsync(stop);
            return refused;
        }

        if (BootstrapPasswords.Complaints(wish.Password, wish.Repeated, wish.Code) is { Count: > 0 } wrong)
        {
            return Refusal.Invalid(wrong);
        }

        account.PasswordHash = BootstrapPasswords.Hash(wish.Password);
        await db.Set<BootstrapLink>().ExecuteDeleteAsync(stop);
        await BootstrapGuesses.Forget(db, from.Address, stop);
        var person = await Administrator(db, account, now, stop);
        db.Add(
            PersonEvent.Of(
                now,
                new Actor(person.Handle, ActorVia.Page),
                "bootstrap.set-up",
                person.Handle,
                $"Set up the bootstrap administrator, with the role platform, from {from.Address}."
            )
        );
        var key = sessions.Add(db, person, "Signed in by setting up the bootstrap administrator.", from);
        await db.SaveChangesAsync(stop);
        await transaction.CommitAsync(stop);
        return new BootstrapSession(person, key);
    }

    private async Task<Refusal?> Check(
        PortalDb db,
        BootstrapAccount account,
        string code,
        string address,
        CancellationToken stop
    )
    {
        var (now, hash) = (time.GetUtcNow(), SessionKey.HashOf(code));
        if (await db.Set<BootstrapLink>().SingleOrDefaultAsync(l => l.CodeHash == hash, stop) is { } link)
        {
            return link.ExpiresAt > now
                ? null
                : Refusal.Denied("This link has expired. Restart the portal's web process: its log has a new one.");
        }

        if (await BootstrapGuesses.Delay(db, account, address, now, stop) is { } wait)
        {
            return wait;
        }

        if (
            account.PersonId is null
            && options.Value.HasInitial
            && CryptographicOperations.FixedTimeEquals(hash, SessionKey.HashOf(options.Value.Initial()))
        )
        {
            return null;
        }

        await BootstrapGuesses.Count(db, account, address, now, stop);
        return Refusal.Denied(
            "This code is wrong, or was used already. The newest one is in the log of the portal's web process."
        );
    }

    private static async Task<Person> Administrator(
        PortalDb db,
        BootstrapAccount account,
        DateTimeOffset now,
        CancellationToken stop
    )
    {
        var person = await db.Set<Person>().SingleOrDefaultAsync(p => p.Id == account.PersonId, stop);
        if (person is null)
        {
            var handles = await db.Set<Person>().Select(p => p.Handle).ToListAsync(stop);
            var handle = NewHandle.From(Handle, handles.ToHashSet(StringComparer.Ordinal));
            person = db.Add(new Person { Handle = handle, Name = Name }).Entity;
            await db.SaveChangesAsync(stop); // the store gives out the id
            account.PersonId = person.Id;
        }

        await BootstrapAccess.End(db, person, now, stop); // what was begun in the moment of closing comes to nothing either
        (person.DisabledAt, person.DisabledBy, person.DisabledReason) = (null, null, null);
        var platform = await db.Set<Team>().SingleAsync(t => t.Name == Team.PlatformName, stop);
        if (
            !await db.Set<Membership>()
                .AnyAsync(m => m.PersonId == person.Id && m.TeamId == platform.Id && m.Role == Role.Platform, stop)
        )
        {
            db.Add(
                new Membership
                {
                    PersonId = person.Id,
                    TeamId = platform.Id,
                    Role = Role.Platform,
                }
            );
        }

        return person;
    }
}
