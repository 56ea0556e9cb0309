using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Clusters;
using Portal.Core.Jobs;
using Portal.Core.Store;
using Portal.Core.Wording;
using Portal.Engines;
using Portal.Engines.Flink;
using Portal.Workers.Calendar;
using Quartz;

namespace Portal.Workers.Collecting.Jobs;

/// <summary>
/// Reads the Flinks at an interval of their own, side by side. A slow one is given up before what is known of the others is too old to count
/// (<see cref="JobRules.Fresh"/>), and what it answered by then is kept. What it doesn't answer stays as it was seen, with its age, and is first at the next
/// look (<see cref="JobTurns"/>); where it answers for no job, that is why.
/// </summary>
[DisallowConcurrentExecution]
public sealed class JobWatch(IDbContextFactory<PortalDb> store, IFlinkClusters flinks, TimeProvider clock) : IKindWatch
{
    /// <summary>Of one Flink; a look at all waits for the slowest.</summary>
    internal static readonly TimeSpan ReadWithin = TimeSpan.FromSeconds(45);

    /// <summary>Of one Flink's savepoints; the next look at all waits for it.</summary>
    private static readonly TimeSpan UpkeepWithin = TimeSpan.FromSeconds(30);

    // By cluster, what JobTurns keeps; lost with the process.
    private readonly ConcurrentDictionary<ClusterId, Dictionary<string, DateTimeOffset>> _silent = new();

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) =>
        await Look(cancellationToken);

    public async Task Look(CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        var clusters = await db.Set<Cluster>()
            .Where(c => c.DeregisteredAt == null && c.Endpoints.Any(e => e.Kind == EndpointKind.Flink))
            .Select(c => c.Id)
            .ToListAsync(stop);
        var read = await Task.WhenAll(clusters.Select(cluster => Look(cluster, stop)));
        await Task.WhenAll(clusters.Zip(read, (cluster, flink) => Upkeep(cluster, flink, stop)));
    }

    /// <returns>Null where it wasn't read.</returns>
    private async Task<IFlink?> Look(ClusterId cluster, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        var now = clock.GetUtcNow();
        var reading =
            await db.Set<FlinkReading>().SingleOrDefaultAsync(r => r.ClusterId == cluster, stop)
            ?? await Added(db, cluster, now, stop);
        reading.TriedAt = now;
        IFlink? flink = null;
        using var late = new CancellationTokenSource(ReadWithin, clock);
        using var within = CancellationTokenSource.CreateLinkedTokenSource(stop, late.Token);
        try
        {
            flink = await flinks.Open(cluster, within.Token);
            var overview = await flink.Overview(within.Token);
            var silent = _silent.GetOrAdd(cluster, _ => new(StringComparer.Ordinal));
            var jobs = new JobReading(flink, db, cluster, now, clock) { Silent = silent };
            await jobs.Read(name: null, within.Token, stop);
            reading.Answered(overview.Version, now);
            (reading.Slots, reading.FreeSlots) = (overview.Slots, overview.FreeSlots);
            (reading.ReadAt, reading.Failure) = (now, null);
        }
        catch (EngineException unanswered)
        {
            reading.Failure = unanswered.Message;
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            reading.Failure = $"It did not answer all questions about its jobs within {Age.InWords(ReadWithin)}.";
        }

        await db.SaveChangesAsync(stop);
        await JobNotice.Send(db, cluster, stop);
        return reading.Failure is null ? flink : null;
    }

    // Once all are read: folders that don't answer keep no Flink from being read.
    private async Task Upkeep(ClusterId cluster, IFlink? flink, CancellationToken stop)
    {
        if (flink is null)
        {
            return;
        }

        using var late = new CancellationTokenSource(UpkeepWithin, clock);
        using var within = CancellationTokenSource.CreateLinkedTokenSource(stop, late.Token);
        try
        {
            await new SavepointUpkeep(flink, store, cluster, clock).Go(within.Token);
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested && !stop.IsCancellationRequested)
        {
            // The next look goes on: what was sent is noted, and what is deleted by then isn't found.
        }
    }

    // Another worker may read it for the first time as well.
    private static async Task<FlinkReading> Added(
        PortalDb db,
        ClusterId cluster,
        DateTimeOffset now,
        CancellationToken stop
    )
    {
        await db.Database.ExecuteSqlAsync(
            $"insert into flink_reading (cluster_id, tried_at) values ({cluster.Value}, {now}) on conflict do nothing",
            stop
        );
        return await db.Set<FlinkReading>().SingleAsync(r => r.ClusterId == cluster, stop);
    }
}
