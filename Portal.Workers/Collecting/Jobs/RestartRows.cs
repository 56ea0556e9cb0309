using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Jobs;
using Portal.Core.Jobs.Failures;
using Portal.Core.Store;

namespace Portal.Workers.Collecting.Jobs;

/// <summary>Keeps the restarts that came since the last reading: one statement for all jobs of a Flink, another that drops the oldest. Read twice, one is kept once.</summary>
internal static class RestartRows
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
        var fresh = (
            from answer in answers
            let at = answer.RestartSince(before.GetValueOrDefault(answer.Job.Id, JobFacts.None))
            where at is not null
            select (Job: answer.Job.Id, At: at.Value)
        ).ToList();
        if (fresh.Count == 0)
        {
            return;
        }

        var jobs = fresh.Select(f => f.Job).ToArray();
        await db.Database.ExecuteSqlAsync(
            $"""
            insert into job_restart (cluster_id, job_id, at)
            select {cluster.Value}, r.* from unnest({jobs}, {fresh.Select(f => f.At).ToArray()}) as r (job_id, at)
            on conflict do nothing
            """,
            stop
        );
        await db.Database.ExecuteSqlAsync(
            $"""
            delete from job_restart r
            using (
                select job_id, at, row_number() over (partition by job_id order by at desc) as place
                from job_restart where cluster_id = {cluster.Value} and job_id = any ({jobs})
            ) o
            where r.cluster_id = {cluster.Value} and r.job_id = o.job_id and r.at = o.at
              and o.place > {KeptRestart.MostOfRun}
            """,
            stop
        );
    }
}
