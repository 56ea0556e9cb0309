using Microsoft.EntityFrameworkCore;
using Portal.Core.Audit;
using Portal.Core.Store;
using Quartz;

namespace Portal.Workers.Calendar;

/// <summary>
/// Numbers and chains audit events after they were written, one sealer at a time, so that no act ever waits for the
/// head of the chain. Events are sealed in the order in which they are found: one that was committed late comes later. How far they are
/// sealed is signed and kept outside the database, unless what was signed before isn't in the chain any more: the signature would then
/// vouch for what somebody made of it.
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
        if (open.Count > 0)
        {
            await Sign(db, new AuditHead(number, previous, clock.GetUtcNow()), stop);
        }

        return open.Count;
    }

    private async Task Sign(PortalDb db, AuditHead head, CancellationToken stop)
    {
        try
        {
            var before = (await heads.Read(stop)).Signed.MaxBy(kept => kept.Number);
            var there = before is null ? null : await db.Set<AuditSeal>().FindAsync([before.Number], stop);
            if (before is not null && there?.Hash.AsSpan().SequenceEqual(before.Hash) != true)
            {
                Altered(before.Number, before.At);
                return;
            }

            await heads.Keep(head, stop);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // What was sealed stays sealed; the next head vouches for it as well.
            NotKept(fault.Message);
        }
    }

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

    // The newest id that the store gave. An id that somebody chose may be beyond all that will ever be given, and what
    // comes after it would lie outside the window for good.
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
        var newest = Math.Min(highest, await Given(db, stop));
        return await db.Set<AuditEvent>()
            .AsNoTracking()
            .Where(e => e.Id > newest - LateWindow && !db.Set<AuditSeal>().Any(s => s.EventId == e.Id))
            .OrderBy(e => e.Id)
            .Take(AtOnce)
            .ToListAsync(stop);
    }
}
