using Microsoft.EntityFrameworkCore;
using Portal.Core.Clusters;
using Portal.Core.Health;
using Portal.Core.Store;

namespace Portal.Core.Catalogue;

/// <summary>A registered cluster with what was last read of it.</summary>
/// <param name="Seen">Null until the web has heard of its collector.</param>
public sealed record ClusterRow(Cluster Cluster, ClusterSnapshot? Seen, ClusterCondition Condition)
{
    public string Name => Cluster.Name;

    public int BrokersAnswering => Seen?.Brokers.Count(b => b.Answers) ?? 0;

    public int Topics => Seen?.Topics.Values.Count(t => !t.IsInternal) ?? 0;
}

/// <summary>Registered clusters, from the store, beside what their collectors read. No cluster is asked.</summary>
public sealed class ClusterCatalogue(IDbContextFactory<PortalDb> store, IClusterHealth health, TimeProvider time)
{
    /// <summary>All that are registered now, by name.</summary>
    public async Task<IReadOnlyList<ClusterRow>> All(CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        return (await Registered(db).OrderBy(c => c.Name).ToListAsync(stop)).ConvertAll(Row);
    }

    /// <summary>Null when none of that name is registered.</summary>
    public async Task<ClusterRow?> Find(string name, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        return await Registered(db).SingleOrDefaultAsync(c => c.Name == name, stop) is { } cluster
            ? Row(cluster)
            : null;
    }

    private ClusterRow Row(Cluster cluster)
    {
        var seen = health.Current.GetValueOrDefault(cluster.Id);
        return new(cluster, seen, ClusterCondition.Of(cluster, seen, time.GetUtcNow()));
    }

    private static IQueryable<Cluster> Registered(PortalDb db) =>
        db.Set<Cluster>().AsNoTracking().Include(c => c.Endpoints).Where(c => c.DeregisteredAt == null);
}
