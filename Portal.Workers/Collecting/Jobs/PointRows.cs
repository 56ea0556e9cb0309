using Portal.Core;
using Portal.Core.Jobs;
using Portal.Core.Jobs.History;
using Portal.Core.Store;
using Portal.Engines.Flink;

namespace Portal.Workers.Collecting.Jobs;

/// <summary>How the jobs that run did since the reading before.</summary>
internal static class PointRows
{
    /// <param name="told">Written already.</param>
    public static Task Keep(
        PortalDb db,
        ClusterId cluster,
        IEnumerable<JobAnswer> told,
        DateTimeOffset now,
        CancellationToken stop
    )
    {
        var facts = db.Set<SeenJob>().Local.ToDictionary(run => run.JobId, run => run.Facts, StringComparer.Ordinal);
        // Of several runs of one name the newest is the job.
        var jobs = told.Select(answer => answer.Job)
            .Where(job => job.IsAlive)
            .GroupBy(job => job.Name, StringComparer.Ordinal)
            .Select(same => same.MaxBy(job => job.StartedAt)!);
        return JobHistory.Add(
            db,
            cluster,
            now,
            jobs.ToDictionary(job => job.Name, Point, StringComparer.Ordinal),
            stop
        );

        JobPoint Point(FlinkJob job) => JobPoint.Of(facts[job.Id], now);
    }
}
