using Microsoft.EntityFrameworkCore;
using Portal.Core.Store;

namespace Portal.Core.Audit;

/// <summary>
/// A page of the log, newest first: by id, and where it is narrowed to a period by time, so that what came after the period isn't
/// walked through. Ids are given in nearly the same order, but not in the same.
/// </summary>
internal static class AuditPage
{
    /// <param name="below">The last id of the page before.</param>
    public static async Task<List<AuditEntry>> Read(
        PortalDb db,
        AuditFilter filter,
        long? below,
        int take,
        CancellationToken stop
    )
    {
        var isByTime = (filter.From ?? filter.To) is not null;
        var events = Narrow(db.Set<AuditEvent>().AsNoTracking(), filter);
        if (below is { } last)
        {
            events = isByTime ? await Before(db, events, last, stop) : events.Where(e => e.Id < last);
        }

        if (filter.Actor is not { } actor)
        {
            return await Newest(db, events, isByTime, take, stop);
        }

        // Each has an index of its own; who looks for both at once may go through the whole log.
        var done = await Newest(db, events.Where(e => e.Actor.Name == actor), isByTime, take, stop);
        var behalf = await Newest(db, events.Where(e => e.Actor.OnBehalfOf == actor), isByTime, take, stop);
        return Sorted(done.UnionBy(behalf, entry => entry.Event.Id), isByTime).Take(take).ToList();
    }

    // A caller may send any number: what has it, or the one below, needn't fit the filter.
    private static async Task<IQueryable<AuditEvent>> Before(
        PortalDb db,
        IQueryable<AuditEvent> events,
        long last,
        CancellationToken stop
    )
    {
        var at = await db.Set<AuditEvent>()
            .Where(e => e.Id <= last)
            .OrderByDescending(e => e.Id)
            .Select(e => (DateTimeOffset?)e.At)
            .FirstOrDefaultAsync(stop);
        return events.Where(e => e.At <= at && (e.At < at || e.Id < last));
    }

    private static async Task<List<AuditEntry>> Newest(
        PortalDb db,
        IQueryable<AuditEvent> events,
        bool isByTime,
        int take,
        CancellationToken stop
    )
    {
        var ordered = isByTime
            ? events.OrderByDescending(e => e.At).ThenByDescending(e => e.Id)
            : events.OrderByDescending(e => e.Id);
        var rows = await (
            from happened in ordered.Take(take)
            join seal in db.Set<AuditSeal>() on happened.Id equals seal.EventId into seals
            from seal in seals.DefaultIfEmpty()
            select new { Event = happened, Number = seal == null ? null : (long?)seal.Number }
        ).ToListAsync(stop);
        return Sorted(rows.Select(row => new AuditEntry(row.Event, row.Number)), isByTime).ToList();
    }

    private static IEnumerable<AuditEntry> Sorted(IEnumerable<AuditEntry> entries, bool isByTime) =>
        entries
            .OrderByDescending(entry => isByTime ? entry.Event.At : default)
            .ThenByDescending(entry => entry.Event.Id);

    private static IQueryable<AuditEvent> Narrow(IQueryable<AuditEvent> events, AuditFilter filter)
    {
        if (filter.Change is { } change)
        {
            events = events.Where(e => e.ChangeId == change);
        }

        if (filter.From is { } from)
        {
            events = events.Where(e => e.At >= from);
        }

        return filter.To is { } to ? events.Where(e => e.At < to) : events;
    }
}
