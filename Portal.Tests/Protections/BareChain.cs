using Microsoft.EntityFrameworkCore;
using Portal.Core.Audit;
using Portal.Core.Store;

namespace Portal.Tests.Protections;

/// <summary>Instead of heads that were signed outside of the store, whatever the store has by now.</summary>
internal sealed class BareChain(IDbContextFactory<PortalDb> store) : IAuditHeads
{
    public Task Keep(AuditHead head, CancellationToken stop) => Task.CompletedTask;

    public async Task<KeptHeads> Read(CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        var last = await db.Set<AuditSeal>().AsNoTracking().OrderByDescending(s => s.Number).FirstAsync(stop);
        return new([new(last.Number, last.Hash, default)], Forged: 0);
    }

    public Task<string?> SetAside(DateTimeOffset at, CancellationToken stop) => throw new NotSupportedException();
}
