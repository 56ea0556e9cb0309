using Microsoft.EntityFrameworkCore;
using Portal.Core.Store;

namespace Portal.Core.Audit;

/// <summary>Reads the chain link by link, as it comes from the store: memory doesn't grow with the log.</summary>
internal static class AuditLinks
{
    /// <param name="after">What lies up to there is taken as it is.</param>
    public static async Task<AuditVerification> Verify(PortalDb db, long after, int most, CancellationToken stop)
    {
        var before =
            after == 0
                ? null
                : await db.Set<AuditSeal>().AsNoTracking().SingleOrDefaultAsync(s => s.Number == after, stop);
        var so = AuditVerification.From(after, after == 0 ? AuditChain.Beginning : before?.Hash);
        var links = (
            from seal in db.Set<AuditSeal>().AsNoTracking()
            join happened in db.Set<AuditEvent>().AsNoTracking() on seal.EventId equals happened.Id into events
            from happened in events.DefaultIfEmpty()
            where seal.Number > after
            orderby seal.Number
            select new { seal, happened }
        ).Take(most);
        await foreach (var link in links.AsAsyncEnumerable().WithCancellation(stop))
        {
            so = so.With(link.seal, link.happened);
            if (so.FirstBreak is not null)
            {
                break;
            }
        }

        return so;
    }
}
