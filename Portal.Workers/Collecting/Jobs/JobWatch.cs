using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Clusters;
using Portal.Core.Jobs;
using Portal.Core.Store;
using Portal.Engines;
using Portal.Engines.Flink;
using Portal.Workers.Calendar;
using Quartz;

namespace Portal.Workers.Collecting.Jobs;

/// <summary>
/// Reads the Flinks at an interval of their own, side by side so that a sick one delays nobody. What one doesn't answer stays as it was seen, with
/// its age and why.
/// </summary>
[DisallowConcurrentExecution]
public sealed class JobWatch(IDbContextFactory<PortalDb> store, IFlinkClusters flinks, TimeProvider clock) : IKindWatch
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) =>
        await Look(cancellationToken);

    public async Task Look(CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        var clusters = await db.Set<Cluster>()
            .Where(c => c.DeregisteredAt == null && c.Endpoints.Any(e => e.Kind == EndpointKind.Flink))
            .Select(c => c.Id)
            .ToListAsync(stop);
        await Task.WhenAll(clusters.Select(cluster => Look(cluster, stop)));
    }

    private async Task Look(ClusterId cluster, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        var now = clock.GetUtcNow();
        var reading = await db.Set<FlinkReading>().SingleOrDefaultAsync(r => r.ClusterId == cluster, stop);
        if (reading is null)
        {
            reading = new FlinkReading { ClusterId = cluster, TriedAt = now };
            db.Add(reading);
            await db.SaveChangesAsync(stop);
        }

        reading.TriedAt = now;
        IFlink? flink = null;
        try
        {
            flink = await flinks.Open(cluster, stop);
            var overview = await flink.Overview(stop);
            await new JobReading(flink, db, cluster, now).Read(name: null, stop);
            reading.Answered(overview.Version, now);
            (reading.Slots, reading.FreeSlots) = (overview.Slots, overview.FreeSlots);
            (reading.ReadAt, reading.Failure) = (now, null);
        }
        catch (EngineException unanswered)
        {
            // Half a reading is none: nothing of it is kept.
            db.ChangeTracker.Clear();
            db.Attach(reading).State = EntityState.Modified;
            reading.Failure = unanswered.Message;
        }

        await db.SaveChangesAsync(stop);
        if (flink is not null && reading.Failure is null)
        {
            await new SavepointUpkeep(flink, store, cluster, clock).Go(stop);
        }
    }
}
