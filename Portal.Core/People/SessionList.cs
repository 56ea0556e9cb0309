using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.People;

/// <summary>An open session as it can be shown.</summary>
/// <param name="Person">The handle of whose it is, and beside it the name.</param>
/// <param name="Browser">In a few words.</param>
/// <param name="IsCurrent">It is the one that asks.</param>
public sealed record SessionRow(
    long Id,
    PersonId PersonId,
    string Person,
    string PersonName,
    string Browser,
    string Address,
    DateTimeOffset StartedAt,
    DateTimeOffset ExpiresAt,
    bool IsCurrent
);

/// <summary>Open sessions, newest first. Paged by key.</summary>
public sealed class SessionList(
    IDbContextFactory<PortalDb> store,
    IOptions<BrowserSessionOptions> options,
    TimeProvider time
)
{
    /// <param name="of">Whose; null: everybody's.</param>
    /// <param name="current">The number of the session that asks; null: none does.</param>
    public async Task<IReadOnlyList<SessionRow>> Newest(
        PersonId? of,
        long? current,
        long? below,
        int take,
        CancellationToken stop
    )
    {
        await using var db = await store.CreateDbContextAsync(stop);
        var sessions = Open(db);
        if (of is { } person)
        {
            sessions = sessions.Where(s => s.PersonId == person);
        }

        if (below is { } last)
        {
            sessions = sessions.Where(s => s.Id < last);
        }

        return await Read(db, sessions.OrderByDescending(s => s.Id).Take(take), current, stop);
    }

    /// <summary>Null when there is none, or it has ended.</summary>
    public async Task<SessionRow?> Find(long id, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        return (await Read(db, Open(db).Where(s => s.Id == id), current: null, stop)).SingleOrDefault();
    }

    private IQueryable<BrowserSession> Open(PortalDb db)
    {
        var (now, mode) = (time.GetUtcNow(), options.Value.Mode);
        return db.Set<BrowserSession>()
            .AsNoTracking()
            .Where(s => s.EndedAt == null && s.ExpiresAt > now && s.SignIn == mode);
    }

    private static async Task<IReadOnlyList<SessionRow>> Read(
        PortalDb db,
        IQueryable<BrowserSession> sessions,
        long? current,
        CancellationToken stop
    )
    {
        var rows = await (
            from session in sessions
            join person in db.Set<Person>() on session.PersonId equals person.Id
            orderby session.Id descending
            select new { Session = session, Person = person }
        ).ToListAsync(stop);
        return rows.ConvertAll(row => new SessionRow(
            row.Session.Id,
            row.Session.PersonId,
            row.Person.Handle,
            row.Person.Name,
            BrowserName.Of(row.Session.Browser),
            row.Session.Address,
            row.Session.StartedAt,
            row.Session.ExpiresAt,
            row.Session.Id == current
        ));
    }
}
