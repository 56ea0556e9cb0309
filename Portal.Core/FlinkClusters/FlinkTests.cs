using Microsoft.EntityFrameworkCore;
using Portal.Core.Clusters;
using Portal.Core.Store;

namespace Portal.Core.FlinkClusters;

/// <summary>The newest test of each cluster's Flink, and doing it again: what is set there changes, and brokers and connectors with it.</summary>
public sealed class FlinkTests(IDbContextFactory<PortalDb> store, IFlinkProbe probe, TimeProvider clock)
{
    private static readonly TimeSpan Every = TimeSpan.FromHours(1);

    /// <summary>After one that could not be done.</summary>
    private static readonly TimeSpan Again = TimeSpan.FromMinutes(5);

    /// <summary>Null: not tested yet.</summary>
    public async Task<FlinkTest?> Of(ClusterId cluster, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        return await db.Set<FlinkTest>().AsNoTracking().SingleOrDefaultAsync(t => t.ClusterId == cluster, stop);
    }

    /// <summary>As a worker, tests those whose test is due, side by side: at once where no worker has made the newest.</summary>
    public async Task Renew(CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        var (old, failed) = (now - Every, now - Again);
        await using var db = await store.CreateDbContextAsync(stop);
        var due = await db.Set<Cluster>()
            .Where(c => c.DeregisteredAt == null && c.Endpoints.Any(e => e.Kind == EndpointKind.Flink))
            .Where(c =>
                !db.Set<FlinkTest>()
                    .Any(t =>
                        t.ClusterId == c.Id && t.ByWorkerAt != null && t.TriedAt > (t.Failure == null ? old : failed)
                    )
            )
            .Select(c => c.Id)
            .ToListAsync(stop);
        await Task.WhenAll(due.Select(cluster => Renew(cluster, stop)));
    }

    /// <param name="tested">As it was stored just now.</param>
    internal Task Found(ClusterId cluster, FlinkDraft tested, FlinkFacts facts, CancellationToken stop) =>
        Keep(
            cluster,
            clock.GetUtcNow(),
            [.. tested.Endpoints().Select(draft => HttpRules.Parse(draft.Url)!.AbsoluteUri.TrimEnd('/'))],
            (test, at) =>
            {
                test.ByWorkerAt = null;
                test.Found(facts, at);
            },
            stop
        );

    /// <summary>There is none any more.</summary>
    internal async Task Forget(ClusterId cluster, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        await db.Set<FlinkTest>().Where(t => t.ClusterId == cluster).ExecuteDeleteAsync(stop);
    }

    private async Task Renew(ClusterId id, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        if (
            await ClusterRegister.Find(db, id, stop) is not { } cluster
            || HttpEntry.Of(cluster, EndpointKind.Flink) is not { } rest
        )
        {
            return;
        }

        var gateway = HttpEntry.Of(cluster, EndpointKind.SqlGateway);
        var begun = clock.GetUtcNow();
        var outcome = await probe.Ask(
            id,
            await HttpEntry.Access(db, rest, stop),
            gateway is null ? null : await HttpEntry.Access(db, gateway, stop),
            byWorker: true,
            stop
        );
        await Keep(
            id,
            begun,
            Addresses(cluster),
            (test, at) =>
            {
                test.ByWorkerAt = at;
                if (outcome is Outcome<FlinkFacts>.Done(var facts))
                {
                    test.Found(facts, at);
                }
                else if (outcome is Outcome<FlinkFacts>.Refused(var why))
                {
                    test.Failed(why.Words, at);
                }
            },
            stop
        );
    }

    // What was found of a Flink that was replaced or removed meanwhile isn't about the one that is there; nor is what an older test found, that ended last.
    private async Task Keep(
        ClusterId cluster,
        DateTimeOffset begun,
        IReadOnlyList<string> tested,
        Action<FlinkTest, DateTimeOffset> note,
        CancellationToken stop
    )
    {
        await using var db = await store.CreateDbContextAsync(stop);
        await using var transaction = await db.Database.BeginTransactionAsync(stop);
        await db.Database.ExecuteSqlAsync($"select from endpoint where cluster_id = {cluster.Value} for share", stop);
        if (
            await ClusterRegister.Find(db, cluster, stop) is not { } registered
            || !tested.SequenceEqual(Addresses(registered), StringComparer.Ordinal)
        )
        {
            return;
        }

        await db.Database.ExecuteSqlAsync(
            $"insert into flink_test (cluster_id, tried_at) values ({cluster.Value}, 'epoch') on conflict do nothing",
            stop
        );
        var newest = await db.Set<FlinkTest>()
            .FromSql($"select * from flink_test where cluster_id = {cluster.Value} for update")
            .SingleAsync(stop);
        if (newest.TriedAt > begun)
        {
            return;
        }

        note(newest, begun);
        await db.SaveChangesAsync(stop);
        await transaction.CommitAsync(stop);
    }

    private static IReadOnlyList<string> Addresses(Cluster cluster) =>
        [
            .. new[] { EndpointKind.Flink, EndpointKind.SqlGateway }
                .Select(kind => HttpEntry.Of(cluster, kind))
                .OfType<Endpoint>()
                .Select(endpoint => endpoint.Addresses),
        ];
}
