using Microsoft.EntityFrameworkCore;
using Portal.Core.Changes.Runs;
using Portal.Core.ServiceAccounts;
using Portal.Core.Store;

namespace Portal.Workers.Collecting.ServiceAccounts;

/// <summary>Has each former password waited for that is to end, by what is wanted of its account: a row that comes twice is one.</summary>
internal static class FormerPasswords
{
    public static Task Mark(PortalDb db, CancellationToken stop) =>
        db.Database.ExecuteSqlAsync(
            $"""
            insert into due (kind, subject_id, due_at)
            select {ServiceAccountDues.FormerPasswordEnds.Word}, r.id, (r.spec ->> 'formerUntil')::timestamptz
            from resource r join cluster c on c.id = r.cluster_id
            where r.kind = {ServiceAccountKind.Word.Word} and r.gone_at is null and r.spec ->> 'formerUntil' is not null
                and c.deregistered_at is null
            on conflict (kind, subject_id) do nothing
            """,
            stop
        );
}
