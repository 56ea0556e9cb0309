using Microsoft.EntityFrameworkCore;
using Portal.Core.Audit;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.People.BreakGlass;

/// <summary>Break-glass access, which everybody sees: what is in force, what waits, and what was.</summary>
public sealed class BreakGlassList(IDbContextFactory<PortalDb> store)
{
    /// <summary>Events that a review lists at most: the newest.</summary>
    public const int MostEvents = 200;

    /// <summary>Newest first. Paged by key.</summary>
    public async Task<IReadOnlyList<BreakGlassRow>> Newest(long? below, int take, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        var some = db.Set<BreakGlassAccess>().Where(a => below == null || a.Id < below);
        return await Rows(db, some.OrderByDescending(a => a.Id).Take(take)).ToListAsync(stop);
    }

    /// <summary>What waits for somebody, or is in force, or may be.</summary>
    public async Task<IReadOnlyList<BreakGlassRow>> Open(CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        var open = db.Set<BreakGlassAccess>()
            .Where(a => a.ReviewedAt == null && (a.ConfirmedAt != null || a.EndedAt == null));
        return await Rows(db, open).ToListAsync(stop);
    }

    /// <summary>Null when there is none of this number.</summary>
    public async Task<BreakGlassRow?> Find(long id, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        return await Rows(db, db.Set<BreakGlassAccess>().Where(a => a.Id == id)).SingleOrDefaultAsync(stop);
    }

    /// <summary>What its person did meanwhile, newest first, for who may read the audit log; else null.</summary>
    public async Task<IReadOnlyList<AuditEvent>?> Events(Caller who, BreakGlassRow row, CancellationToken stop)
    {
        if (
            !Authority.May(who, new CallerAction.ReadAudit()).Granted
            || row is not { ConfirmedAt: { } from, EndsAt: { } end }
        )
        {
            return null;
        }

        var until = row.EndedAt ?? end;
        await using var db = await store.CreateDbContextAsync(stop);
        return await db.Set<AuditEvent>()
            .AsNoTracking()
            .Where(e =>
                (e.Actor.Name == row.Handle || e.Actor.OnBehalfOf == row.Handle) && e.At >= from && e.At <= until
            )
            .OrderByDescending(e => e.Id)
            .Take(MostEvents)
            .ToListAsync(stop);
    }

    private static IQueryable<BreakGlassRow> Rows(PortalDb db, IQueryable<BreakGlassAccess> some) =>
        from access in some
        join person in db.Set<Person>() on access.PersonId equals person.Id
        join team in db.Set<Team>() on access.TeamId equals team.Id
        join c in db.Set<Person>() on access.ConfirmedBy equals c.Id into seconds
        from second in seconds.DefaultIfEmpty()
        orderby access.Id descending
        select new BreakGlassRow(
            access.Id,
            person.Handle,
            person.Name,
            team.Name,
            team.Title,
            access.Role,
            access.Reason,
            access.OpenedAt,
            access.ConfirmBy,
            second.Handle,
            second.Name,
            access.ConfirmedAt,
            access.EndsAt,
            access.EndedAt,
            access.EndedBy,
            access.ReviewedBy,
            access.ReviewedAt,
            access.Review
        );
}
