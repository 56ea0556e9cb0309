using Portal.Workers.Calendar;

namespace Portal.Workers.Collecting.Jobs;

/// <summary>Runs that Flink doesn't know any more, with their checkpoints, and exceptions that were last seen long ago.</summary>
public sealed class GoneJobs : IGoneRows
{
    private const string Runs = """
        delete from seen_job where ctid = any (array(
            select s.ctid from seen_job s join cluster c on c.id = s.cluster_id
            where s.gone_at < $1 or c.deregistered_at < $1 limit $2))
        """;

    private const string Exceptions = """
        delete from job_exception where ctid = any (array(
            select e.ctid from job_exception e where e.last_at < $1 limit $2))
        """;

    private const string Savepoints = """
        delete from savepoint where id = any (array(
            select s.id from savepoint s join cluster c on c.id = s.cluster_id
            where s.deleted_at < $1 or c.deregistered_at < $1 limit $2))
        """;

    public IReadOnlyList<string> Deletions => [Runs, Exceptions, Savepoints];
}
