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

    /// <param name="unlisted">That were there at the last reading.</param>
    public static async Task<IReadOnlyCollection<SeenJob>> Among(
        IFlink flink,
        IEnumerable<SeenJob> unlisted,
        CancellationToken stop
    )
    {
        var runs = unlisted.ToLookup(run => FlinkStatus.IsOver(run.Status));
        // Flink keeps those that are over only for a while, and has no JobMaster for them.
        var forgotten = new ConcurrentBag<SeenJob>(runs[true]);
        await Parallel.ForEachAsync(
            runs[false].Take(MostRequests),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = stop },
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
