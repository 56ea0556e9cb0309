using Microsoft.EntityFrameworkCore;
using Portal.Core.Store;

namespace Portal.Core.Access;

/// <summary>The client quotas of principals as they were last read, from the store: no cluster is asked.</summary>
public sealed class LastSeenQuotas(IDbContextFactory<PortalDb> store)
{
    public async Task<QuotasSeen> Of(ClusterId cluster, string principal, CancellationToken stop) =>
        (await Of(cluster, [principal], stop))[principal];

    /// <summary>Each principal's, by its name.</summary>
    public async Task<IReadOnlyDictionary<string, QuotasSeen>> Of(
        ClusterId cluster,
        IReadOnlyCollection<string> principals,
        CancellationToken stop
    )
    {
        await using var db = await store.CreateDbContextAsync(stop);
        var reading = await db.Set<AclReading>().AsNoTracking().SingleOrDefaultAsync(r => r.ClusterId == cluster, stop);
        var seen = await db.Set<SeenQuota>()
            .AsNoTracking()
            .Where(q => q.ClusterId == cluster && principals.Contains(q.Principal))
            .OrderBy(q => q.ClientId)
            .ThenBy(q => q.Key)
            .ToListAsync(stop);
        var quotas = seen.ToLookup(row => row.Principal, row => row.Quota, StringComparer.Ordinal);
        return principals.ToDictionary(
            principal => principal,
            principal => new QuotasSeen(
                [.. quotas[principal]],
                reading?.QuotasReadAt is not null,
                reading?.QuotasFailure
            ),
            StringComparer.Ordinal
        );
    }
}
