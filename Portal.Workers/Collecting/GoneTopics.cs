using Portal.Workers.Calendar;

namespace Portal.Workers.Collecting;

/// <summary>Topics that are gone, with their series and incarnations.</summary>
public sealed class GoneTopics : IGoneRows
{
    // What of a managed topic was seen last tells its drift, however long ago that was.
    private const string Topics = """
        delete from seen_topic where ctid = any (array(
            select t.ctid from seen_topic t join cluster c on c.id = t.cluster_id
            where (t.gone_at < $1 or c.deregistered_at < $1)
              and not exists (
                  select from resource r
                  where r.kind = 'topic' and r.cluster_id = t.cluster_id and r.name = t.name and r.gone_at is null
                    and c.deregistered_at is null)
            limit $2))
        """;

    private const string Series = """
        delete from series where ctid = any (array(
            select s.ctid from series s join cluster c on c.id = s.cluster_id where c.deregistered_at < $1 limit $2))
        """;

    private const string Incarnations = """
        delete from incarnation where id = any (array(
            select i.id from incarnation i join cluster c on c.id = i.cluster_id
            where (i.gone_at < $1 or c.deregistered_at < $1)
              and not exists (select from series s where s.incarnation_id = i.id)
              and not exists (
                  select from seen_topic t where t.cluster_id = i.cluster_id and t.topic_id::text = i.engine_id)
            limit $2))
        """;

    public IReadOnlyList<string> Deletions => [Topics, Series, Incarnations];
}
