using Microsoft.EntityFrameworkCore;
using Portal.Core.Clusters;
using Portal.Core.Jobs.Sql;
using Portal.Core.Store;

namespace Portal.Core.Jobs;

/// <summary>The clusters whose topics a job may name: those of its environment that have Kafka.</summary>
public sealed class JobClusterLookup(IDbContextFactory<PortalDb> store)
{
    /// <summary>Where a topic lies that statements name; null when its cluster isn't in the environment, or has no Kafka.</summary>
    public async Task<(ClusterId Cluster, string Topic)?> Place(ClusterId on, string table, CancellationToken stop)
    {
        var named = JobTableName.Declared(table, isWritten: false);
        await using var db = await store.CreateDbContextAsync(stop);
        return (await Of(db, on, stop)).GetValueOrDefault(named.Cluster) is { Kafka: not null } cluster
            ? (cluster.Id, named.Topic)
            : null;
    }

    /// <summary>All of them, by name.</summary>
    public async Task<IReadOnlyList<(ClusterId Id, string Name)>> Of(ClusterId on, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        return
        [
            .. (await Of(db, on, stop))
                .Values.Where(c => c.Kafka is not null)
                .Select(c => (c.Id, c.Name))
                .OrderBy(c => c.Name, StringComparer.Ordinal),
        ];
    }

    /// <summary>All of the environment by name, also those without Kafka.</summary>
    internal static async Task<Dictionary<string, Cluster>> Of(PortalDb db, ClusterId on, CancellationToken stop)
    {
        var environment = db.Set<Cluster>().Where(c => c.Id == on).Select(c => c.Environment);
        return await db.Set<Cluster>()
            .AsNoTracking()
            .Include(c => c.Endpoints)
            .Where(c => c.DeregisteredAt == null && environment.Contains(c.Environment))
            .ToDictionaryAsync(c => c.Name, StringComparer.Ordinal, stop);
    }
}
