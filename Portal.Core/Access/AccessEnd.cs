using Microsoft.EntityFrameworkCore;
using Portal.Core.Changes.Runs;
using Portal.Core.Store;

namespace Portal.Core.Access;

/// <summary>When grants are removed by themselves: a row that waits for the time, written with the grant.</summary>
public static class AccessEnd
{
    /// <summary>
    /// Restores of the store in the day before {1}, as <c>setup/restored.sql</c> records them. For that day nothing ends of what was over before, as in
    /// <c>setup/restored-dues.sql</c>: people may have changed it since the backup. By their actor, of whom the log has few rows.
    /// </summary>
    internal const string Restores = """
        select from audit_event e
        where e.actor = 'restore' and e.kind = 'store.restored' and e.at > {1} - interval '24 hours'
        """;

    internal static async Task Expect(PortalDb db, AccessGrant grant, CancellationToken stop)
    {
        if (grant is { EndedAt: null, ExpiresAt: { } at })
        {
            await db.Database.ExecuteSqlAsync(
                $"""
                insert into due (kind, subject_id, due_at) values ({AccessDues.Ends.Word}, {grant.Id}, {at})
                on conflict (kind, subject_id) do update set due_at = excluded.due_at
                """,
                stop
            );
            return;
        }

        await db.Set<Due>().Where(d => d.Kind == AccessDues.Ends && d.SubjectId == grant.Id).ExecuteDeleteAsync(stop);
    }
}
