using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Clusters;
using Portal.Core.Schemas;
using Portal.Core.Store;
using Portal.Engines;
using Portal.Engines.Registry;
using Portal.Workers.Calendar;
using Quartz;

namespace Portal.Workers.Collecting.Schemas;

/// <summary>
/// Reads the registries at an interval of their own, side by side so that a sick one delays nobody. What one doesn't answer stays as it
/// was seen, with its age and why.
/// </summary>
[DisallowConcurrentExecution]
public sealed class SubjectWatch(IDbContextFactory<PortalDb> store, ISchemaRegistries registries, TimeProvider clock)
    : IKindWatch
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) =>
        await Look(cancellationToken);

    public async Task Look(CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        var clusters = await db.Set<Cluster>()
            .Where(c => c.DeregisteredAt == null && c.Endpoints.Any(e => e.Kind == EndpointKind.Registry))
            .Select(c => c.Id)
            .ToListAsync(stop);
        await Task.WhenAll(clusters.Select(cluster => Look(cluster, stop)));
    }

    private async Task Look(ClusterId cluster, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        var now = clock.GetUtcNow();
        var reading = await db.Set<RegistryReading>().SingleOrDefaultAsync(r => r.ClusterId == cluster, stop);
        if (reading is null)
        {
            reading = new RegistryReading { ClusterId = cluster, TriedAt = now };
            db.Add(reading);
        }

        reading.TriedAt = now;
        try
        {
            var registry = await registries.Open(cluster, stop);
            reading.GlobalLevel = await registry.GlobalLevel(stop);
            await new SubjectReading(registry, db, cluster, now).Read(stop);
            (reading.ReadAt, reading.Failure) = (now, null);
        }
        catch (EngineException unanswered)
        {
            db.ChangeTracker.Clear();
            db.Attach(reading);
            db.Entry(reading).State = await db.Set<RegistryReading>().AnyAsync(r => r.ClusterId == cluster, stop)
                ? EntityState.Modified
                : EntityState.Added;
            reading.Failure = unanswered.Message;
        }

        await db.SaveChangesAsync(stop);
        await Settle(db, cluster, now, stop);
        await new FieldReading(db, cluster).Read(stop);
    }

    // The first reading after a spec was applied or adopted tells the level that it left.
    private static Task Settle(PortalDb db, ClusterId cluster, DateTimeOffset read, CancellationToken stop) =>
        db.Database.ExecuteSqlAsync(
            $"""
            update seen_subject s set settled_level = s.level, settled_at = {read}
            from resource r
            where s.cluster_id = {cluster.Value} and s.gone_at is null and s.seen_at = {read}
              and r.cluster_id = s.cluster_id and r.kind = {SchemaKind.Word.Word} and r.name = s.name and r.gone_at is null
              and r.updated_at < {read} and (s.settled_at is null or s.settled_at <= r.updated_at)
            """,
            stop
        );
}
