using Microsoft.EntityFrameworkCore;
using Portal.Core.Changes;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.Audit;

/// <summary>What a reading of the log is narrowed to; null narrows nothing.</summary>
/// <param name="Actor">A handle: who did it, or for whom it was done.</param>
/// <param name="From">At this moment or later.</param>
/// <param name="To">Before this moment.</param>
public sealed record AuditFilter(
    ChangeId? Change = null,
    string? Actor = null,
    DateTimeOffset? From = null,
    DateTimeOffset? To = null
);

/// <param name="Number">Its place in the chain; null while the sealer hasn't come to it.</param>
public sealed record AuditEntry(AuditEvent Event, long? Number);

/// <summary>Reads what was done, for who may: newest first, paged by key; and goes through the chain, a part at a time.</summary>
public sealed class AuditLog(IDbContextFactory<PortalDb> store)
{
    /// <summary>Links that one question goes through.</summary>
    public const int MostLinks = 20_000;

    /// <param name="below">The last id of the page before.</param>
    public async Task<Outcome<IReadOnlyList<AuditEntry>>> Page(
        Caller who,
        AuditFilter filter,
        long? below,
        int take,
        CancellationToken stop
    )
    {
        if (Authority.May(who, new CallerAction.ReadAudit()) is { Granted: false } no)
        {
            return Refusal.Denied(no.Words);
        }

        await using var db = await store.CreateDbContextAsync(stop);
        return await AuditPage.Read(db, filter, below, take, stop);
    }

    /// <summary>
    /// What was sealed, in the order of the chain. Nothing comes into it later than what stands behind it: an event whose transaction
    /// was long is sealed after those that were committed before, whatever its id and its time.
    /// </summary>
    /// <param name="after">The number of the last one that was read before; 0 begins at the first.</param>
    public async Task<Outcome<IReadOnlyList<AuditEntry>>> Sealed(
        Caller who,
        long after,
        int take,
        CancellationToken stop
    )
    {
        if (Authority.May(who, new CallerAction.ReadAudit()) is { Granted: false } no)
        {
            return Refusal.Denied(no.Words);
        }

        await using var db = await store.CreateDbContextAsync(stop);
        var rows = await (
            from seal in db.Set<AuditSeal>().AsNoTracking()
            join happened in db.Set<AuditEvent>().AsNoTracking() on seal.EventId equals happened.Id
            where seal.Number > after
            orderby seal.Number
            select new { Event = happened, seal.Number }
        )
            .Take(take)
            .ToListAsync(stop);
        return rows.ConvertAll(row => new AuditEntry(row.Event, row.Number));
    }

    /// <summary>
    /// Goes through a part of the chain, at most <see cref="MostLinks"/>: events are read again and their hashes made again. With the last
    /// part as many of the newest events are looked through for those that nobody seals.
    /// </summary>
    /// <param name="after">The number of the last link that was looked at before; 0 begins at the first.</param>
    public async Task<Outcome<AuditVerification>> Verify(Caller who, long after, CancellationToken stop)
    {
        if (Authority.May(who, new CallerAction.ReadAudit()) is { Granted: false } no)
        {
            return Refusal.Denied(no.Words);
        }

        await using var db = await store.CreateDbContextAsync(stop);
        var seen = await AuditLinks.Verify(db, after, MostLinks, stop);
        var goesOn = seen.FirstBreak is null && seen.To - after >= MostLinks;
        return goesOn ? seen : seen with { Open = await OpenEvents.Of(db, stop, MostLinks) };
    }
}
