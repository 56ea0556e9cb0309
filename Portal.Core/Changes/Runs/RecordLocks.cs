using Microsoft.EntityFrameworkCore;
using Portal.Core.Resources;
using Portal.Core.Store;

namespace Portal.Core.Changes.Runs;

/// <summary>
/// The locks of what is recorded. Two changes may land on one resource at once: the second reads what the first has written. In one order, so that
/// neither waits for one that the other holds while holding one that the other waits for.
/// </summary>
internal static class RecordLocks
{
    /// <returns>What is recorded under the names that are asked for, of whichever kind.</returns>
    public static async Task<List<Resource>> Take(PortalDb db, List<ChangeResource> asked, CancellationToken stop)
    {
        var names = asked.Select(r => r.Name).Distinct(StringComparer.Ordinal).ToArray();
        var clusters = asked.Select(r => r.ClusterId.Value).Distinct().ToArray();
        return await db.Set<Resource>()
            .FromSql(
                $"""
                select * from resource
                where name = any ({names}) and cluster_id = any ({clusters}) and gone_at is null
                order by id for update
                """
            )
            .ToListAsync(stop);
    }
}
