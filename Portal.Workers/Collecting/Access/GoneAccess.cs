using Portal.Workers.Calendar;

namespace Portal.Workers.Collecting.Access;

/// <summary>Grants that ended, with the entries they held, and the ACLs and client quotas of clusters that are registered no more.</summary>
public sealed class GoneAccess : IGoneRows
{
    private const string Held = """
        delete from access_acl where ctid = any (array(
            select a.ctid from access_acl a join access_grant g on g.id = a.grant_id where g.ended_at < $1 limit $2))
        """;

    private const string Grants = """
        delete from access_grant where id = any (array(
            select g.id from access_grant g
            where g.ended_at < $1 and not exists (select from access_acl a where a.grant_id = g.id) limit $2))
        """;

    private const string Seen = """
        delete from seen_acl where ctid = any (array(
            select s.ctid from seen_acl s join cluster c on c.id = s.cluster_id where c.deregistered_at < $1 limit $2))
        """;

    private const string Quotas = """
        delete from seen_quota where ctid = any (array(
            select s.ctid from seen_quota s join cluster c on c.id = s.cluster_id where c.deregistered_at < $1 limit $2))
        """;

    public IReadOnlyList<string> Deletions => [Held, Grants, Seen, Quotas];
}
