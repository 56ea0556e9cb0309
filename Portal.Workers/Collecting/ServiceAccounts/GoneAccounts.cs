using Portal.Workers.Calendar;

namespace Portal.Workers.Collecting.ServiceAccounts;

/// <summary>Credentials of clusters that are registered no more, and the traces of passwords that were shown or erased.</summary>
public sealed class GoneAccounts : IGoneRows
{
    private const string Seen = """
        delete from seen_credential where ctid = any (array(
            select s.ctid from seen_credential s join cluster c on c.id = s.cluster_id where c.deregistered_at < $1 limit $2))
        """;

    private const string Fresh = """
        delete from fresh_credential where id = any (array(
            select f.id from fresh_credential f where f.sealed is null and f.created_at < $1 limit $2))
        """;

    public IReadOnlyList<string> Deletions => [Seen, Fresh];
}
