using Microsoft.EntityFrameworkCore;
using Portal.Core.Audit;
using Portal.Core.Store;
using Quartz;

namespace Portal.Workers.Calendar;

/// <summary>
/// Numbers and chains audit events after they were written, one sealer at a time, so that no act ever waits for the
/// head of the chain. Events are sealed in the order in which they are found: one that was committed late comes later.
/// </summary>
[DisallowConcurrentExecution]
public sealed class AuditSealer(IDbContextFactory<PortalDb> store) : IJob
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

        var last = await db.AuditSeals.AsNoTracking().OrderByDescending(s => s.Number).FirstOrDefaultAsync(stop);
        var (number, previous) = (last?.Number ?? 0, last?.Hash ?? AuditChain.Beginning);
        var open = await Open(db, stop);
        foreach (var happened in open)
        {
            var seal = AuditChain.Seal(++number, previous, happened);
            db.AuditSeals.Add(seal);
            previous = seal.Hash;
        }

        await db.SaveChangesAsync(stop);
        await transaction.CommitAsync(stop);
        return open.Count;
    }

    private static async Task<List<AuditEvent>> Open(PortalDb db, CancellationToken stop)
    {
        var newest = await db.AuditSeals.MaxAsync(s => (long?)s.EventId, stop) ?? 0;
        return await db
            .AuditEvents.AsNoTracking()
            .Where(e => e.Id > newest - LateWindow && !db.AuditSeals.Any(s => s.EventId == e.Id))
            .OrderBy(e => e.Id)
            .Take(AtOnce)
            .ToListAsync(stop);
    }
}
