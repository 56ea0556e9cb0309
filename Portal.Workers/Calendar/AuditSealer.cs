using Microsoft.EntityFrameworkCore;
using Portal.Core.Audit;
using Portal.Core.Store;
using Quartz;

namespace Portal.Workers.Calendar;

/// <summary>
/// Numbers and chains audit events after they were written, one sealer at a time, so that no act ever waits for the
/// head of the chain. Events are sealed in the order in which they are found: one that was committed late comes later. How far they are
/// sealed is signed a minute later and kept outside the database, unless what was signed before isn't in the chain any more: the signature
/// would then vouch for what somebody made of it.
/// </summary>
[DisallowConcurrentExecution]
public sealed partial class AuditSealer(
    IDbContextFactory<PortalDb> store,
    IAuditHeads heads,
    TimeProvider clock,
    ILogger<AuditSealer> log
) : IJob
{
    private const long AdvisoryLock = 0x7365616C; // "seal"
    private const int AtOnce = 1_000;

    // How far back an event may have been written whose transaction ended after later ones were sealed.
    private const int LateWindow = 100_000;

    // Another server may take over without what was committed last: once that was signed, no more ever would be.
    private static readonly TimeSpan Settled = TimeSpan.FromMinutes(1);

    // With the time at which this worker first saw it.
    private AuditHead? _next;
    private byte[] _signed = AuditChain.Beginning;

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        while (await Seal(cancellationToken) == AtOnce)
        {
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    /// <returns>How many events were sealed.</returns>
    public async Task<int> Seal(CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        await using var transaction = await db.Database.BeginTransactionAsync(stop);
        var mine = await db
            .Database.SqlQuery<bool>($"""select pg_try_advisory_xact_lock({AdvisoryLock}) as "Value" """)
            .ToListAsync(stop);
        if (mine is not [true])
        {
            return 0;
        }

        var last = await db.Set<AuditSeal>().AsNoTracking().OrderByDescending(s => s.Number).FirstOrDefaultAsync(stop);
        var (number, previous) = (last?.Number ?? 0, last?.Hash ?? AuditChain.Beginning);
        var open = await Open(db, stop);
        foreach (var happened in open)
        {
            var seal = AuditChain.Seal(++number, previous, happened);
            db.Add(seal);
            previous = seal.Hash;
        }

        await db.SaveChangesAsync(stop);
        await transaction.CommitAsync(stop);
        if (!previous.AsSpan().SequenceEqual(_signed))
        {
            await Sign(db, new AuditHead(number, previous, clock.GetUtcNow()), open.Count > 0, stop);
        }

        return open.Count;
    }

    private async Task Sign(PortalDb db, AuditHead end, bool isNew, CancellationToken stop)
    {
        _next ??= end;
        var isSettled = end.At - _next.At >= Settled;
        if (!isNew && !isSettled)
        {
            return;
        }

        try
        {
            var before = (await heads.Read(stop)).Signed.MaxBy(kept => kept.Number);
            if (before is not null && !await IsThere(db, before, stop))
            {
                _next = null;
                Altered(before.Number, before.At);
            }
            // The first one is signed at once: a log without any doesn't hold.
            else if (before is null || isSettled)
            {
                var head = before is null ? end : _next;
                if (head.Number > (before?.Number ?? 0) && await IsThere(db, head, stop))
                {
                    await heads.Keep(head with { At = end.At }, stop);
                }

                (_next, _signed) = (null, head.Hash);
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // What was sealed stays sealed; the next head vouches for it as well.
            NotKept(fault.Message);
        }
    }

    private static async Task<bool> IsThere(PortalDb db, AuditHead head, CancellationToken stop) =>
        await db.Set<AuditSeal>().FindAsync([head.Number], stop) is { } seal
        && seal.Hash.AsSpan().SequenceEqual(head.Hash);

    [LoggerMessage(
        Level = LogLevel.Critical,
        Message = "The audit log isn't the one that was signed at {At} up to number {Number}; no more is signed. dotnet Portal.Workers.dll audit verify shows more (./portal audit verify, where ./portal up runs)"
    )]
    private partial void Altered(long number, DateTimeOffset at);

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "The audit log's head could not be kept outside the database: {Reason}"
    )]
    private partial void NotKept(string reason);

    // The newest id that the store gave. One that somebody chose may be beyond all that will ever be given, and what comes after it would lie outside the window for good.
    private static async Task<long> Given(PortalDb db, CancellationToken stop) =>
        await db
            .Database.SqlQuery<long>(
                $"""
                select coalesce(pg_sequence_last_value(pg_get_serial_sequence('audit_event', 'id')::regclass), 0) as "Value"
                """
            )
            .SingleAsync(stop);

    private static async Task<List<AuditEvent>> Open(PortalDb db, CancellationToken stop)
    {
        var highest = await db.Set<AuditSeal>().MaxAsync(s => (long?)s.EventId, stop) ?? 0;
        var below = Math.Min(highest, await Given(db, stop)) - LateWindow;
        // Of the seals as well: without a bound of their own all there ever were are read.
        return await db.Set<AuditEvent>()
            .AsNoTracking()
            .Where(e => e.Id > below && !db.Set<AuditSeal>().Any(s => s.EventId > below && s.EventId == e.Id))
            .OrderBy(e => e.Id)
            .Take(AtOnce)
            .ToListAsync(stop);
    }
}
