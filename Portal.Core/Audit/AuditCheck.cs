using Microsoft.EntityFrameworkCore;
using Portal.Core.Store;

namespace Portal.Core.Audit;

/// <summary>Goes through the whole log, and holds it against what was signed outside the database: for who runs the machine.</summary>
public sealed class AuditCheck(IDbContextFactory<PortalDb> store, IAuditHeads heads)
{
    public async Task<AuditFindings> Run(CancellationToken stop)
    {
        // Before the log: a head that is kept meanwhile is of a link that this look may not have come to.
        var kept = await heads.Read(stop);
        await using var db = await store.CreateDbContextAsync(stop);
        db.Database.SetCommandTimeout(TimeSpan.Zero);
        var chain = await AuditLinks.Verify(db, after: 0, int.MaxValue, stop);
        var hashes = kept
            .Signed.Select(head => head.Number)
            .Distinct()
            .ToDictionary(number => number, _ => (byte[]?)null);
        foreach (var some in hashes.Keys.Chunk(1_000))
        {
            await foreach (
                var seal in db.Set<AuditSeal>().AsNoTracking().Where(s => some.Contains(s.Number)).AsAsyncEnumerable()
            )
            {
                hashes[seal.Number] = seal.Hash;
            }
        }

        var end = await db.Set<AuditSeal>().MaxAsync(s => (long?)s.Number, stop) ?? 0;
        return AuditFindings.Of(chain, kept, hashes, end, await OpenEvents.Of(db, stop));
    }
}
