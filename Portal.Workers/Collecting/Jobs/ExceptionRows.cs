using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Jobs;
using Portal.Core.Jobs.Failures;
using Portal.Core.Store;
using Portal.Engines.Flink;

namespace Portal.Workers.Collecting.Jobs;

/// <summary>
/// Counts the exceptions that came since the last reading: one statement for all jobs of a Flink, another that drops those of a job that were
/// seen longest ago. An exception is older than what was counted or newer: read twice, it counts once.
/// </summary>
internal static class ExceptionRows
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
        var fresh = answers.SelectMany(answer => Fresh(answer, before)).ToList();
        if (fresh.Count == 0)
        {
            return;
        }

        var names = fresh.Select(e => e.Job.Name).ToArray();
        await db.Database.ExecuteSqlAsync(
            $"""
            insert into job_exception (cluster_id, name, class, words, task, job_id, times, first_at, last_at)
            select {cluster.Value}, e.name, e.class, e.words, (array_agg(e.task order by e.at desc))[1],
                   (array_agg(e.job_id order by e.at desc))[1], count(*), min(e.at), max(e.at)
            from unnest(
                {names}, {fresh.Select(e => e.Job.Id).ToArray()}, {fresh.Select(e => e.It.Class ?? "").ToArray()},
                {fresh.Select(e => e.It.Words).ToArray()}, {fresh.Select(e => e.It.Task).ToArray()},
                {fresh.Select(e => e.It.At).ToArray()}
            ) as e (name, job_id, class, words, task, at)
            where not exists (
                select from job_exception k
                where k.cluster_id = {cluster.Value} and k.name = e.name and k.words = e.words
                  and k.class in (e.class, '') and k.last_at >= e.at)
            group by e.name, e.class, e.words
            on conflict (cluster_id, name, md5(class || E'\n' || words)) do update
            set times = job_exception.times + excluded.times, last_at = excluded.last_at, task = excluded.task,
                job_id = excluded.job_id
            where excluded.last_at > job_exception.last_at
            """,
            stop
        );
        await db.Database.ExecuteSqlAsync(
            $"""
            delete from job_exception where id in (
                select id from (
                    select id, row_number() over (partition by name order by last_at desc) as place
                    from job_exception where cluster_id = {cluster.Value} and name = any ({names})
                ) e where place > {KeptException.MostOfJob})
            """,
            stop
        );
    }

    private static IEnumerable<(FlinkJob Job, JobException It)> Fresh(
        JobAnswer answer,
        IReadOnlyDictionary<string, JobFacts> before
    )
    {
        var known = before.GetValueOrDefault(answer.Job.Id, JobFacts.None).Exceptions.Max(e => (DateTimeOffset?)e.At);
        return answer.Exceptions.Where(e => known is null || e.At > known).Select(e => (answer.Job, e));
    }
}
