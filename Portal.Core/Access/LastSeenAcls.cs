using Microsoft.EntityFrameworkCore;
using Portal.Core.Store;

namespace Portal.Core.Access;

/// <summary>The ACLs of clusters as they were last read, from the store: no cluster is asked.</summary>
public sealed class LastSeenAcls(IDbContextFactory<PortalDb> store)
{
    public async Task<AclsSeen> Of(ClusterId cluster, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        var reading = await db.Set<AclReading>().AsNoTracking().SingleOrDefaultAsync(r => r.ClusterId == cluster, stop);
        var seen = await db.Set<SeenAcl>().AsNoTracking().Where(a => a.ClusterId == cluster).ToListAsync(stop);
        return new(
            reading?.ReadAt is null ? AuthorizerState.NotRead
                : reading.IsOff ? AuthorizerState.Off
                : AuthorizerState.On,
            seen.Select(a => a.Acl).ToHashSet(),
            reading?.ReadAt
        );
    }
}
