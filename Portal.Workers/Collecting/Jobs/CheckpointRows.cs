using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Jobs;
using Portal.Core.Jobs.Checkpoints;
using Portal.Core.Store;

namespace Portal.Workers.Collecting.Jobs;

/// <summary>
/// Keeps the checkpoints that are over since the last reading: one statement for all jobs of a Flink, another that drops the oldest. What is
/// over doesn't change, so whoever reads at the same time writes the same.
/// </summary>
internal static class CheckpointRows
{
    /// <param name="before">What was known of each run, by its id.</param>
    public static async Task Keep(
        PortalDb db,
        ClusterId cluster,
        IEnumerable<JobAnswer> answers,
        IReadOnlyDictionary<string, JobFacts> before,
        CancellationToken stop
    )
    {
        var fresh = answers
            .SelectMany(answer => Fresh(answer, before.GetValueOrDefault(answer.Job.Id, JobFacts.None).Checkpoints))
            .ToList();
        if (fresh.Count == 0)
        {
            return;
        }

        var (jobs, numbers) = (fresh.Select(f => f.Job).ToArray(), fresh.Select(f => f.Over.Id).ToArray());
        await db.Database.ExecuteSqlAsync(
            $"""
            insert into job_checkpoint (cluster_id, job_id, number, at, took, bytes, is_savepoint, status, failure)
            select {cluster.Value}, c.* from unnest(
                {jobs}, {numbers}, {fresh.Select(f => f.Over.At).ToArray()}, {fresh.Select(f => f.Over.Took).ToArray()},
                {fresh.Select(f => f.Over.Bytes).ToArray()}, {fresh.Select(f => f.Over.IsSavepoint).ToArray()},
                {fresh.Select(f => f.Over.Status).ToArray()}, {fresh.Select(f => f.Over.Failure).ToArray()}
            ) as c (job_id, number, at, took, bytes, is_savepoint, status, failure)
            on conflict do nothing
            """,
            stop
        );
        await db.Database.ExecuteSqlAsync(
            $"""
            delete from job_checkpoint c
            using (select job_id, max(number) as newest from unnest({jobs}, {numbers}) as f (job_id, number) group by job_id) f
            where c.cluster_id = {cluster.Value} and c.job_id = f.job_id and c.number <= f.newest - {KeptCheckpoint.MostOfRun}
            """,
            stop
        );
    }

    private static IEnumerable<(string Job, JobCheckpoint Over)> Fresh(
        JobAnswer answer,
        ImmutableArray<JobCheckpoint> former
    )
    {
        var known = former.Where(IsOver).Select(c => c.Id).ToHashSet();
        return (answer.Checkpoints?.Recent ?? [])
            .Where(c => IsOver(c) && !known.Contains(c.Id))
            .Select(c => (answer.Job.Id, c));
    }

    private static bool IsOver(JobCheckpoint checkpoint) => checkpoint.Status != JobCheckpoint.InProgress;
}
