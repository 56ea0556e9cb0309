using Microsoft.EntityFrameworkCore;
using Portal.Core.Store;

namespace Portal.Core.Audit;

/// <summary>Events that no seal stands for, though workers had the time: an edit of them wouldn't be found.</summary>
/// <param name="Since">When the first of them happened; null when there are none.</param>
public sealed record OpenEvents(long Count, DateTimeOffset? Since)
{
    /// <summary>Workers seal within seconds, and a transaction of many events ends within minutes.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    /// <param name="newest">How many events are looked through, from the newest one back; null: the whole log.</param>
    internal static async Task<OpenEvents> Of(PortalDb db, CancellationToken stop, int? newest = null)
    {
        var before = await StoreClock.Now(db, stop) - Longest;
        var events = db.Set<AuditEvent>().AsNoTracking();
        if (newest is { } most)
        {
            events = events.OrderByDescending(e => e.Id).Take(most);
        }

        var open = events.Where(e => e.At < before && !db.Set<AuditSeal>().Any(s => s.EventId == e.Id));
        return new(await open.LongCountAsync(stop), await open.MinAsync(e => (DateTimeOffset?)e.At, stop));
    }
}
