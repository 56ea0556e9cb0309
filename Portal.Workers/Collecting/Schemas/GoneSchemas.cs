using Portal.Workers.Calendar;

namespace Portal.Workers.Collecting.Schemas;

/// <summary>Subjects that are gone, with their versions.</summary>
public sealed class GoneSchemas : IGoneRows
{
    private const string Schemas = """
        delete from seen_schema where ctid = any (array(
            select s.ctid from seen_schema s join cluster c on c.id = s.cluster_id
            where s.gone_at < $1 or c.deregistered_at < $1 limit $2))
        """;

    private const string Subjects = """
        delete from seen_subject where ctid = any (array(
            select s.ctid from seen_subject s join cluster c on c.id = s.cluster_id
            where s.gone_at < $1 or c.deregistered_at < $1 limit $2))
        """;

    private const string Samples = """
        delete from schema_sample where ctid = any (array(
            select s.ctid from schema_sample s join cluster c on c.id = s.cluster_id
            left join seen_topic t on t.cluster_id = s.cluster_id and t.name = s.topic and t.gone_at is null
            where (t.name is null and s.tried_at < $1) or c.deregistered_at < $1 limit $2))
        """;

    public IReadOnlyList<string> Deletions => [Schemas, Subjects, Samples];
}
