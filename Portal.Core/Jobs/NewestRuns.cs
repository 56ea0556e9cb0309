using Microsoft.EntityFrameworkCore;
using Portal.Core.Store;

namespace Portal.Core.Jobs;

/// <summary>
/// The run of each job that counts: one that its Flink lists before one that it forgot, one that isn't over before one that is, and of
/// these the newest. It is chosen by key: many runs are kept, and what they carry is read of the chosen ones alone.
/// </summary>
public static class NewestRuns
{
    /// <param name="names">Null: of all names.</param>
    public static IQueryable<SeenJob> Of(PortalDb db, IReadOnlyCollection<ClusterId> clusters, string[]? names)
    {
        int[] ids = [.. clusters.Select(cluster => cluster.Value)];
        return db.Set<SeenJob>()
            .FromSql(
                $"""
                select run.* from seen_job run
                join (
                    select distinct on (cluster_id, name) cluster_id, job_id from seen_job
                    where cluster_id = any({ids}) and ({names}::text[] is null or name = any({names}))
                    order by cluster_id, name, gone_at is not null, ended_at is not null, started_at desc
                ) newest using (cluster_id, job_id)
                """
            )
            .AsNoTracking();
    }
}
