using Microsoft.EntityFrameworkCore;
using Portal.Core.Store;

namespace Portal.Core.Audit;

/// <summary>Events that no seal stands for, though workers had the time: an edit of them wouldn't be found.</summary>
/// <param name="Since">When the first of them happened; null when there are none.</param>
public sealed record OpenEvents(long Count, DateTimeOffset? Since)
{
    /// <summary>Workers seal within seconds, and a transaction of many events ends within minutes.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    internal static async Task<OpenEvents> Of(PortalDb db, CancellationToken stop)
    {
        var before = await StoreClock.Now(db, stop) - Longest;
        var open = db.Set<AuditEvent>().Where(e => e.At < before && !db.Set<AuditSeal>().Any(s => s.EventId == e.Id));
        return new(await open.LongCountAsync(stop), await open.MinAsync(e => (DateTimeOffset?)e.At, stop));
    }
}
