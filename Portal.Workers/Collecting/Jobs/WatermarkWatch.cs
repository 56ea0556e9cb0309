using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Clusters;
using Portal.Core.Jobs;
using Portal.Core.Jobs.Operators;
using Portal.Core.Store;
using Portal.Engines;
using Portal.Engines.Flink;
using Portal.Workers.Calendar;
using Quartz;

namespace Portal.Workers.Collecting.Jobs;

/// <summary>
/// Reads the watermarks of jobs that run, and what they dropped behind them, apart from their other readings: each operator is a request, and two or
/// three where it counts late rows. With more operators than one turn has, jobs take turns, those read, or that failed, longest
/// ago first.
/// </summary>
[DisallowConcurrentExecution]
public sealed class WatermarkWatch(IDbContextFactory<PortalDb> store, IFlinkClusters flinks, TimeProvider clock)
    : IKindWatch
{
    /// <summary>Of one Flink in one turn.</summary>
    private const int MostOperators = 400;
    private const int AtOnce = 8;

    private readonly ConcurrentDictionary<(ClusterId Cluster, string JobId), DateTimeOffset> _failedAt = new();

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
        var jobs = await db.Set<SeenJob>()
            .FromSql(
                $"""
                select * from seen_job
                where cluster_id = {cluster.Value} and gone_at is null and status = {FlinkStatus.Running}
                order by (watermarks ->> 'at')::timestamptz nulls first, job_id limit {MostOperators}
                """
            )
            .AsNoTracking()
            .ToListAsync(stop);
        var ids = jobs.Select(job => job.JobId).ToHashSet(StringComparer.Ordinal);
        foreach (var gone in _failedAt.Keys.Where(job => job.Cluster == cluster && !ids.Contains(job.JobId)))
        {
            _failedAt.TryRemove(gone, out _);
        }

        if (jobs.Count == 0)
        {
            return;
        }

        var read = new ConcurrentBag<(string JobId, JobWatermarks Marks)>();
        using var late = new CancellationTokenSource(JobWatch.ReadWithin, clock);
        using var within = CancellationTokenSource.CreateLinkedTokenSource(stop, late.Token);
        try
        {
            var flink = await flinks.Open(cluster, within.Token);
            await Parallel.ForEachAsync(
                OneTurn([.. jobs.OrderBy(job => TriedAt(cluster, job))]),
                new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = within.Token },
                async (job, stop) =>
                {
                    try
                    {
                        var marks = await flink.Watermarks(job.JobId, job.Facts.Operators, stop);
                        var late = await flink.LateRows(job.JobId, job.Facts.Operators, stop);
                        read.Add((job.JobId, JobWatermarks.Read(clock.GetUtcNow(), marks, late, job.Watermarks)));
                        _failedAt.TryRemove((cluster, job.JobId), out _);
                    }
                    catch (EngineException failure) when (!failure.IsSignInRefused)
                    {
                        _failedAt[(cluster, job.JobId)] = clock.GetUtcNow();
                    }
                }
            );
        }
        catch (EngineException)
        {
            // Whoever reads its jobs notes that it doesn't answer. What was read is kept, with its time.
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            // The next turn begins with those that weren't read, and the other Flinks' turns don't wait for this one.
        }

        foreach (var (id, marks) in read)
        {
            // Its other readings are another's, and it may be gone by now.
            await db.Set<SeenJob>()
                .Where(j => j.ClusterId == cluster && j.JobId == id)
                .ExecuteUpdateAsync(set => set.SetProperty(j => j.Watermarks, marks), stop);
        }
    }

    private DateTimeOffset? TriedAt(ClusterId cluster, SeenJob job) =>
        _failedAt.TryGetValue((cluster, job.JobId), out var failed) ? failed : job.Watermarks?.At;

    // One that has more operators than a turn is read whole, alone.
    private static IEnumerable<SeenJob> OneTurn(IReadOnlyList<SeenJob> jobs)
    {
        var left = MostOperators;
        return jobs.TakeWhile((job, place) => (left -= job.Facts.Operators.Length) >= 0 || place == 0);
    }
}
