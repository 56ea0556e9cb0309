using Microsoft.EntityFrameworkCore;
using Portal.Core.Changes.Runs;
using Portal.Core.Store;

namespace Portal.Core.Access;

/// <summary>When grants are removed by themselves: a row that waits for the time, written with the grant.</summary>
public static class AccessEnd
{
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
