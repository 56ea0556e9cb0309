using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Jobs;
using Portal.Core.Resources;
using Portal.Core.Store;
using Portal.Engines;
using Portal.Engines.Flink;

namespace Portal.Workers.Planning.Jobs;

/// <summary>
/// The runs that a Flink lists, and none left out. A job whose JobMaster fails to answer is missing from the list without a word, though it runs (FLINK-40602).
/// A request for the job itself tells: 404 is of one that Flink forgot. A JobManager that takes over answers 503 to both until it knows all of its jobs.
/// </summary>
public sealed class ListedJobs(IDbContextFactory<PortalDb> store) : IKindService
{
    /// <param name="names">The jobs of which no run may be missing that was alive when it was last seen.</param>
    /// <returns>All runs that Flink remembers, of whatever name.</returns>
    /// <exception cref="EngineException">Transient: such a run isn't listed, and Flink didn't forget it.</exception>
    public async Task<IReadOnlyList<FlinkJob>> Of(
        IFlink flink,
        ClusterId cluster,
        IReadOnlyCollection<string> names,
        CancellationToken stop
    )
    {
        var jobs = await flink.Jobs(stop);
        foreach (var missing in (await LastSeenAlive(cluster, names, stop)).Except(jobs.Select(job => job.Id)))
        {
            await EnsureForgotten(flink, missing, stop);
        }

        return jobs;
    }

    /// <summary>A run by its id; null when Flink forgot it.</summary>
    /// <exception cref="EngineException">Transient: it isn't listed, and Flink didn't forget it.</exception>
    internal static async Task<FlinkJob?> Find(IFlink flink, string jobId, CancellationToken stop)
    {
        if ((await flink.Jobs(stop)).FirstOrDefault(job => job.Id == jobId) is { } listed)
        {
            return listed;
        }

        await EnsureForgotten(flink, jobId, stop);
        return null;
    }

    /// <summary>Returns when Flink doesn't know a run that it doesn't list.</summary>
    /// <exception cref="EngineException">Transient: it knows it, or can't answer for it.</exception>
    internal static async Task EnsureForgotten(IFlink flink, string jobId, CancellationToken stop)
    {
        if (await flink.Job(jobId, stop) is { } job)
        {
            throw new EngineException(
                EngineFault.Transient,
                $"Flink doesn't list job {jobId} at the moment, though it is {job.Status}."
            );
        }
    }

    private async Task<IEnumerable<string>> LastSeenAlive(
        ClusterId cluster,
        IReadOnlyCollection<string> names,
        CancellationToken stop
    )
    {
        await using var db = await store.CreateDbContextAsync(stop);
        var seen = await db.Set<SeenJob>()
            .Where(run => run.ClusterId == cluster && names.Contains(run.Name))
            .Select(run => new { run.JobId, run.Status })
            .ToListAsync(stop);
        return seen.Where(run => !FlinkStatus.IsOver(run.Status)).Select(run => run.JobId);
    }
}
