using Microsoft.EntityFrameworkCore;
using Portal.Core.Store;

namespace Portal.Core.Teams;

/// <summary>Where clusters stand: environments and regions.</summary>
public sealed class Places(IDbContextFactory<PortalDb> store)
{
    /// <summary>In the order things are promoted.</summary>
    public async Task<IReadOnlyList<ClusterEnvironment>> Environments(CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        return await db.Set<ClusterEnvironment>()
            .AsNoTracking()
            .OrderBy(environment => environment.Order)
            .ToListAsync(stop);
    }

    /// <summary>By name.</summary>
    public async Task<IReadOnlyList<Region>> Regions(CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        return await db.Set<Region>().AsNoTracking().OrderBy(region => region.Name).ToListAsync(stop);
    }
}
