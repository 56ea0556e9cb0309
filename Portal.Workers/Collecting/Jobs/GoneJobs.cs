using Portal.Workers.Calendar;

namespace Portal.Workers.Collecting.Jobs;

/// <summary>Runs that Flink doesn't know any more.</summary>
public sealed class GoneJobs : IGoneRows
{
    private const string Runs = """
        delete from seen_job where ctid = any (array(
            select s.ctid from seen_job s join cluster c on c.id = s.cluster_id
            where s.gone_at < $1 or c.deregistered_at < $1 limit $2))
        """;

    public IReadOnlyList<string> Deletions => [Runs];
}
