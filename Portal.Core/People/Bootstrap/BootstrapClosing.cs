using Microsoft.EntityFrameworkCore;
using Portal.Core.People.Federation;
using Portal.Core.People.Roles;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.People.Bootstrap;

/// <summary>
/// Closes the bootstrap administrator's account once somebody who has the role platform without an end has signed in otherwise: from then on it is
/// one way in too many. Its roles end, also those that somebody gave it.
/// </summary>
public sealed class BootstrapClosing(IDbContextFactory<PortalDb> store, Sessions sessions, TimeProvider time)
{
    /// <param name="person">Who has just signed in at a provider, or was given other roles by what the sign-in proxy states.</param>
    public async Task After(Person person, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        if (!await db.Set<BootstrapAccount>().AnyAsync(a => a.ClosedAt == null, stop))
        {
            return;
        }

        await using var transaction = await db.Database.BeginTransactionAsync(stop);
        await db.LockRules(stop);
        var account = await db.LockBootstrap(stop);
        if (account is { ClosedAt: not null } || account.PersonId == person.Id || !await IsPlatform(db, person, stop))
        {
            return;
        }

        var now = time.GetUtcNow();
        (account.PasswordHash, account.ClosedAt, account.ClosedBy) = (null, now, person.Handle);
        await db.Set<BootstrapLink>().ExecuteDeleteAsync(stop);
        var by = new Actor(person.Handle, ActorVia.Page);
        var ended = await End(db, account, by, now, stop);
        db.Add(
            PersonEvent.Of(
                now,
                by,
                "bootstrap.closed",
                person.Handle,
                $"Closed the sign-in of the bootstrap administrator: {person.Handle} signed in with the role platform.{ended}"
            )
        );
        await db.SaveChangesAsync(stop);
        await transaction.CommitAsync(stop);
        sessions.SomeEnded();
    }

    private static Task<bool> IsPlatform(PortalDb db, Person person, CancellationToken stop) =>
        db.Set<Membership>()
            .AnyAsync(m => m.PersonId == person.Id && m.Role == Role.Platform && m.ExpiresAt == null, stop);

    private static async Task<string> End(
        PortalDb db,
        BootstrapAccount account,
        Actor by,
        DateTimeOffset now,
        CancellationToken stop
    )
    {
        if (await db.Set<Person>().SingleOrDefaultAsync(p => p.Id == account.PersonId, stop) is not { } former)
        {
            return "";
        }

        (former.DisabledAt, former.DisabledBy) = (now, by.Name);
        former.DisabledReason = "An identity provider works.";
        foreach (
            var held in await db.Set<Membership>().AsNoTracking().Where(m => m.PersonId == former.Id).ToListAsync(stop)
        )
        {
            await RoleHolding.End(db, held, by, now, stop);
        }

        return $" {await BootstrapAccess.End(db, former, now, stop)}.";
    }
}
