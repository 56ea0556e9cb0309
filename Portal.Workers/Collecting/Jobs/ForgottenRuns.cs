using System.Collections.Concurrent;
using Portal.Core.Jobs;
using Portal.Engines;
using Portal.Engines.Flink;

namespace Portal.Workers.Collecting.Jobs;

/// <summary>
/// Which of the runs that a Flink doesn't list any more it has forgotten. It leaves out a run whose JobMaster fails to answer, as during a failover, though it
/// runs (FLINK-40602): only a request for the run itself shows that it is gone. Any other answer leaves it as it was last seen.
/// </summary>
internal static class ForgottenRuns
{
    /// <summary>In one reading, so that it is over in time also where a JobManager lost all of its runs. The others are for the next ones.</summary>
    public const int MostRequests = 100;
    private const int AtOnce = 8;

    /// <summary>A request that isn't answered takes ten seconds, and the reading would be given up. What isn't answered by then isn't forgotten.</summary>
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(15);

    /// <param name="unlisted">That were there at the last reading.</param>
    public static async Task<IReadOnlyCollection<SeenJob>> Among(
        IFlink flink,
        IEnumerable<SeenJob> unlisted,
        TimeProvider clock,
        CancellationToken stop
    )
    {
        var runs = unlisted.ToLookup(run => FlinkStatus.IsOver(run.Status));
        // Flink keeps those that are over only for a while, and has no JobMaster for them.
        var forgotten = new ConcurrentBag<SeenJob>(runs[true]);
        using var late = new CancellationTokenSource(Within, clock);
        using var within = CancellationTokenSource.CreateLinkedTokenSource(stop, late.Token);
        try
        {
            await Parallel.ForEachAsync(
                InTurn(runs[false], clock.GetUtcNow()).Take(MostRequests),
                new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = within.Token },
                async (run, stop) =>
                {
                    if (await IsForgotten(flink, run.JobId, stop))
                    {
                        forgotten.Add(run);
                    }
                }
            );
            return forgotten;
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return forgotten;
        }
    }

    // Another order at each reading: those whose JobMaster is silent stay unlisted, and would be the first ones for good.
    private static IEnumerable<SeenJob> InTurn(IEnumerable<SeenJob> runs, DateTimeOffset now) =>
        runs.OrderBy(run => HashCode.Combine(run.JobId, now));

    private static async Task<bool> IsForgotten(IFlink flink, string jobId, CancellationToken stop)
    {
        try
        {
            return await flink.Job(jobId, stop) is null;
        }
        catch (EngineException)
        {
            return false;
        }
    }
}
