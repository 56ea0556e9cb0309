using Microsoft.EntityFrameworkCore;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.People.Federation;

/// <summary>Sessions that an identity provider began: its people prove anew who they are, or sign out there.</summary>
public sealed class ProviderSessions(IDbContextFactory<PortalDb> store, Sessions sessions, TimeProvider time)
{
    /// <summary>
    /// Its person has proved once more who they are. The session goes on under another key: whoever copied the former one has nothing of it, and open
    /// pages go on where the browser has the new one.
    /// </summary>
    /// <returns>The new key; null when the session has ended meanwhile, or is somebody else's.</returns>
    public async Task<string?> Prove(long session, Person person, ProviderStay stay, CancellationToken stop)
    {
        var (key, now) = (SessionKey.New(), time.GetUtcNow());
        var hash = SessionKey.HashOf(key);
        await using var db = await store.CreateDbContextAsync(stop);
        await using var transaction = await db.Database.BeginTransactionAsync(stop);
        var proved = await db.Set<BrowserSession>()
            .Where(s => s.Id == session && s.PersonId == person.Id && s.EndedAt == null && s.ExpiresAt > now)
            .ExecuteUpdateAsync(
                set =>
                    set.SetProperty(s => s.KeyHash, hash)
                        .SetProperty(s => s.ProvedAt, stay.ProvedAt)
                        .SetProperty(s => s.Provider, stay.Provider)
                        .SetProperty(s => s.ProviderSession, stay.Session)
                        .SetProperty(s => s.Renewal, stay.Renewal)
                        .SetProperty(s => s.RenewAt, stay.RenewAt),
                stop
            );
        if (proved == 0)
        {
            return null;
        }

        var actor = new Actor(person.Handle, ActorVia.Page);
        db.Add(PersonEvent.Of(now, actor, "person.proved", person.Handle, $"Signed in again through {stay.Provider}."));
        await db.SaveChangesAsync(stop);
        await transaction.CommitAsync(stop);
        return key;
    }

    /// <summary>The provider reports that somebody signed out there, or that one of its sessions has ended.</summary>
    /// <param name="at">When it reports that: sessions that began later go on, so that a report that is sent again ends none of them.</param>
    /// <param name="subject">Whose sessions; null: only that of <paramref name="session"/>.</param>
    /// <returns>How many sessions it ended here.</returns>
    public async Task<int> SignedOutThere(
        string provider,
        string issuer,
        string? subject,
        string? session,
        DateTimeOffset at,
        CancellationToken stop
    )
    {
        var now = time.GetUtcNow();
        await using var db = await store.CreateDbContextAsync(stop);
        await using var transaction = await db.Database.BeginTransactionAsync(stop);
        var open = await (
            from row in db.Set<BrowserSession>()
            where row.EndedAt == null && row.ExpiresAt > now && row.StartedAt <= at && row.ProvedAt != null
            // Of some sessions it isn't known what the provider calls them: the report counts for those of the person as well.
            where row.Provider == provider || (row.Provider == null && subject != null)
            where session == null || row.ProviderSession == session || (row.ProviderSession == null && subject != null)
            join person in db.Set<Person>() on row.PersonId equals person.Id
            where
                subject == null
                || db.Set<ExternalIdentity>()
                    .Any(i => i.PersonId == person.Id && i.Issuer == issuer && i.Subject == subject)
            select new { Row = row, person.Handle }
        ).ToListAsync(stop);
        foreach (var ended in open)
        {
            ended.Row.EndedAt = now;
            db.Add(
                PersonEvent.Of(
                    now,
                    Actor.Web,
                    "session.ended",
                    ended.Handle,
                    $"{provider} reported that {ended.Handle} signed out there: session {ended.Row.Id} ended."
                )
            );
        }

        await db.SaveChangesAsync(stop);
        await transaction.CommitAsync(stop);
        if (open.Count > 0)
        {
            sessions.SomeEnded();
        }

        return open.Count;
    }
}
