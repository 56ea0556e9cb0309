using Microsoft.EntityFrameworkCore;
using Portal.Core.Clusters;
using Portal.Core.Health;
using Portal.Core.Jobs;
using Portal.Core.Store;

namespace Portal.Core.Catalogue;

/// <summary>A registered cluster with what was last read of it.</summary>
/// <param name="Seen">Null until the web has heard of its collector.</param>
public sealed record ClusterRow(Cluster Cluster, ClusterSnapshot? Seen, ClusterCondition Condition)
{
    /// <summary>How the Flink of a cluster without Kafka was last read; null: not yet, or it has Kafka.</summary>
    public FlinkReading? Flink { get; init; }

    public string Name => Cluster.Name;

    public int BrokersAnswering => Seen?.Brokers.Count(b => b.Answers) ?? 0;

    /// <summary>Null before it answered for the first time: there is nothing to count yet.</summary>
    public int? Topics => Seen is { ListedAt: not null } read ? read.Topics.Values.Count(t => !t.IsInternal) : null;

    /// <inheritdoc cref="Topics"/>
    public int? Groups => Seen is { ListedAt: not null } read ? read.Groups.Count : null;
}

/// <summary>Registered clusters, from the store, beside what their collectors read. No cluster is asked.</summary>
public sealed class ClusterCatalogue(IDbContextFactory<PortalDb> store, IClusterHealth health, TimeProvider time)
{
    /// <summary>All that are registered now, by name.</summary>
    public async Task<IReadOnlyList<ClusterRow>> All(CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        var clusters = await Registered(db).OrderBy(c => c.Name).ToListAsync(stop);
        var flinks = await Flinks(db, clusters, stop);
        return clusters.ConvertAll(cluster => Row(cluster, flinks));
    }

    /// <summary>Null when none of that name is registered.</summary>
    public async Task<ClusterRow?> Find(string name, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        return await Registered(db).SingleOrDefaultAsync(c => c.Name == name, stop) is { } cluster
            ? Row(cluster, await Flinks(db, [cluster], stop))
            : null;
    }

    private ClusterRow Row(Cluster cluster, Dictionary<ClusterId, FlinkReading> flinks)
    {
        var (seen, flink) = (health.Current.GetValueOrDefault(cluster.Id), flinks.GetValueOrDefault(cluster.Id));
        return new(cluster, seen, ClusterCondition.Of(cluster, seen, flink, time.GetUtcNow())) { Flink = flink };
    }

    // Of those that have Flink alone: it says how the whole cluster is.
    private static async Task<Dictionary<ClusterId, FlinkReading>> Flinks(
        PortalDb db,
        IEnumerable<Cluster> clusters,
        CancellationToken stop
    )
    {
        var alone = clusters.Where(c => c.Kafka is null).Select(c => c.Id).ToList();
        return alone.Count == 0
            ? []
            : await db.Set<FlinkReading>()
                .AsNoTracking()
                .Where(r => alone.Contains(r.ClusterId))
                .ToDictionaryAsync(r => r.ClusterId, stop);
    }

    private static IQueryable<Cluster> Registered(PortalDb db) =>
        db.Set<Cluster>().AsNoTracking().Include(c => c.Endpoints).Where(c => c.DeregisteredAt == null);
}
