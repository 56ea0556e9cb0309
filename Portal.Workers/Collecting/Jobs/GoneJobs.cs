using Portal.Workers.Calendar;

namespace Portal.Workers.Collecting.Jobs;

/// <summary>
/// Runs that Flink doesn't know any more, with their checkpoints, and restarts and exceptions that were seen long ago. A run stays whose savepoint is there: only it
/// tells with which JAR, secrets and schemas that is restored. So do the newest of a job that is managed, which goes on from what they left.
/// </summary>
public sealed class GoneJobs : IGoneRows
{
    private const string Runs = """
        delete from seen_job where ctid = any (array(
            select s.ctid from seen_job s join cluster c on c.id = s.cluster_id
            where c.deregistered_at < $1 or s.gone_at < $1
              and not exists (
                  select from savepoint p
                  where p.cluster_id = s.cluster_id and p.job_id = s.job_id and p.deleted_at is null)
              and not exists (
                  select from resource r
                  where r.kind = 'job' and r.cluster_id = s.cluster_id and r.name = s.name and r.gone_at is null
                    and 10 > (
                        select count(*) from seen_job n
                        where n.cluster_id = s.cluster_id and n.name = s.name and n.started_at > s.started_at))
            limit $2))
        """;

    private const string Exceptions = """
        delete from job_exception where ctid = any (array(
            select e.ctid from job_exception e where e.last_at < $1 limit $2))
        """;

    private const string Restarts = """
        delete from job_restart where ctid = any (array(
            select r.ctid from job_restart r where r.at < $1 limit $2))
        """;

    private const string Savepoints = """
        delete from savepoint where id = any (array(
            select s.id from savepoint s join cluster c on c.id = s.cluster_id
            where s.deleted_at < $1 or c.deregistered_at < $1 limit $2))
        """;

    public IReadOnlyList<string> Deletions => [Runs, Exceptions, Restarts, Savepoints];
}
